// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.catalog.StateMachine.Status;
import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;

/// The SQL of state machines and revisions.
final class StateMachineTable {

    private static final String MACHINES = """
            SELECT m.id, m.tenant_id, m.name, m.type, m.status, r.logging, r.tracing, m.created_at, m.updated_at, r.id AS revision_id, r.number,
                r.revision_uuid, r.definition, r.role_arn, r.created_at AS revised_at, r.kms_key, r.kms_reuse_seconds, r.kms_resource_arn,
                r.sealed_definition
            FROM state_machine m JOIN revision r ON r.tenant_id = m.tenant_id AND r.state_machine_id = m.id AND r.number = m.current_revision
            WHERE m.tenant_id = ?
            """;

    /// A machine but for its revision, which is large and never changes.
    private static final String LIVE = """
            SELECT m.id, m.name, m.status, r.id AS revision_id, m.created_at, m.updated_at, r.created_at AS revised_at
            FROM state_machine m JOIN revision r ON r.tenant_id = m.tenant_id AND r.state_machine_id = m.id AND r.number = m.current_revision
            WHERE m.tenant_id = ? AND m.live_name = ?
            """;

    private static final long CACHED_CHARACTERS = 16_000_000;

    private final JdbcClient jdbc;
    private final SealedDefinitions sealing;
    private final Cache<RevisionKey, Revision> revisions = Caffeine.newBuilder().maximumWeight(CACHED_CHARACTERS)
            .weigher((RevisionKey _, Revision revision) -> 200 + revision.size()).build();

    /// The moment is in it because the number of a revision whose transaction failed may be given again.
    private record RevisionKey(TenantId tenant, long id, Instant createdAt) {}

    StateMachineTable(JdbcClient jdbc, SealedDefinitions sealing) {
        this.jdbc = jdbc;
        this.sealing = sealing;
    }

    Optional<StateMachine> live(TenantId tenant, String name) {
        return jdbc.sql(LIVE).param(tenant.value()).param(name).query((row, _) -> live(tenant, row)).optional()
                .flatMap(found -> found.revision == null ? readLive(tenant, found.id) : Optional.of(found.machine()));
    }

    /// A row of a live machine with its revision, if that is known.
    private record Live(long id, TenantId tenant, String name, Status status, @Nullable Revision revision,
            Instant createdAt, Instant updatedAt) {

        StateMachine machine() {
            var known = Objects.requireNonNull(revision);
            return new StateMachine(id, tenant, name, known.type(), status, known, known.logging(), known.tracing(),
                    createdAt, updatedAt);
        }
    }

    private Live live(TenantId tenant, ResultSet row) throws SQLException {
        var key = new RevisionKey(tenant, row.getLong(4), instant(row, "revised_at"));
        return new Live(row.getLong(1), tenant, row.getString(2), Status.valueOf(row.getString(3)),
                revisions.getIfPresent(key), instant(row, "created_at"), instant(row, "updated_at"));
    }

    private Optional<StateMachine> readLive(TenantId tenant, long id) {
        var read = byId(tenant, id).filter(machine -> machine.status() != Status.DELETED);
        read.map(StateMachine::revision).ifPresent(revision -> revisions
                .put(new RevisionKey(tenant, revision.id(), revision.createdAt()), revision));
        return read;
    }

    List<StateMachine> named(TenantId tenant, String name) {
        return jdbc.sql(MACHINES + " AND m.name = ? ORDER BY m.live_name IS NULL, m.id DESC LIMIT 100")
                .param(tenant.value()).param(name).query(StateMachineTable::machine).list();
    }

    Optional<StateMachine> byId(TenantId tenant, long id) {
        return jdbc.sql(MACHINES + " AND m.id = ?").param(tenant.value()).param(id).query(StateMachineTable::machine)
                .optional();
    }

    /// Locks the row of a machine until the end of the transaction, and reads it after that.
    Optional<StateMachine> lock(TenantId tenant, String name) {
        return jdbc.sql("SELECT id FROM state_machine WHERE tenant_id = ? AND live_name = ? FOR UPDATE")
                .param(tenant.value()).param(name).query(Long.class).optional()
                .flatMap(id -> byId(tenant, id));
    }

    List<StateMachine> after(TenantId tenant, String name, int size) {
        return jdbc.sql(MACHINES + " AND m.live_name > ? ORDER BY m.live_name LIMIT ?").param(tenant.value())
                .param(name).param(size).query(StateMachineTable::machine).list();
    }

    Optional<Revision> revision(TenantId tenant, long id) {
        return jdbc
                .sql("""
                        SELECT r.id AS revision_id, r.tenant_id, r.state_machine_id, m.type, r.number, r.revision_uuid, r.definition, r.role_arn, r.logging, r.tracing, r.created_at AS revised_at,
                            r.kms_key, r.kms_reuse_seconds, r.kms_resource_arn, r.sealed_definition
                        FROM revision r JOIN state_machine m ON m.tenant_id = r.tenant_id AND m.id = r.state_machine_id WHERE r.tenant_id = ? AND r.id = ?
                        """)
                .param(tenant.value()).param(id).query((row, _) -> revision(row, row.getLong("state_machine_id")))
                .optional();
    }

    long insert(TenantId tenant, NewStateMachine machine, Instant now) {
        KeyHolder id = new GeneratedKeyHolder();
        jdbc.sql(
                """
                        INSERT INTO state_machine (tenant_id, name, type, status, role_arn, current_revision, last_version, logging, tracing, created_at, updated_at,
                            created_version_description)
                        VALUES (?, ?, ?, 'ACTIVE', ?, 1, 0, ?, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(tenant.value(), machine.name(), machine.type().name(), machine.roleArn(),
                        machine.logging(), machine.tracing(), utc(now), utc(now), machine.publish().orElse(null)))
                .update(id);
        long machineId = Objects.requireNonNull(id.getKey()).longValue();
        insertRevision(new Revision(0, tenant, machineId, machine.type(), 1, Optional.empty(), machine.definition(),
                machine.roleArn(), machine.logging(), machine.tracing(), now, machine.encryption(), null));
        return machineId;
    }

    /// The description of the version that was published when the machine was created; empty if none was.
    Optional<String> publishedAtCreation(TenantId tenant, long machineId) {
        return jdbc.sql(
                "SELECT created_version_description FROM state_machine WHERE tenant_id = ? AND id = ? AND created_version_description IS NOT NULL")
                .param(tenant.value()).param(machineId).query(String.class).optional();
    }

    /// @param revision with its definition in the clear, whatever is to become of it
    /// @throws io.fermata.tenancy.keys.KeyAbsentException when the customer's key is not in memory
    void insertRevision(Revision revision) {
        var sealed = revision.encryption() instanceof Encryption.Customer customer
                ? sealing.seal(revision, customer)
                : null;
        var values = new ArrayList<@Nullable Object>(Arrays.asList(revision.tenant().value(),
                revision.stateMachineId(), revision.number(), revision.uuid().orElse(null),
                sealed == null ? revision.definition() : "",
                sha256(sealed == null ? revision.definition().getBytes(StandardCharsets.UTF_8) : sealed),
                revision.roleArn(), revision.logging(), revision.tracing(), utc(revision.createdAt())));
        values.addAll(EncryptionColumns.values(revision.encryption()));
        values.add(sealed);
        jdbc.sql(
                """
                        INSERT INTO revision (tenant_id, state_machine_id, number, revision_uuid, definition, sha256, role_arn, logging, tracing, created_at,
                            kms_key, kms_reuse_seconds, kms_resource_arn, sealed_definition)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(values).update();
    }

    /// Makes a revision the newest of its machine.
    void point(Revision revision) {
        jdbc.sql(
                "UPDATE state_machine SET current_revision = ?, role_arn = ?, logging = ?, tracing = ?, updated_at = ? WHERE tenant_id = ? AND id = ?")
                .params(List.of(revision.number(), revision.roleArn(), revision.logging(), revision.tracing(),
                        utc(revision.createdAt()), revision.tenant().value(), revision.stateMachineId()))
                .update();
    }

    /// Marks a live machine as going, and takes what only a live machine has. False if there is no live machine with this name.
    boolean markDeleting(TenantId tenant, String name) {
        Optional<Long> id = jdbc.sql("SELECT id FROM state_machine WHERE tenant_id = ? AND live_name = ? FOR UPDATE")
                .param(tenant.value()).param(name).query(Long.class).optional();
        id.ifPresent(machine -> {
            for (String table : List.of("alias", "version", "tag")) {
                jdbc.sql("DELETE FROM " + table + " WHERE tenant_id = ? AND state_machine_id = ?").param(tenant.value())
                        .param(machine).update();
            }
            jdbc.sql("UPDATE state_machine SET status = 'DELETING' WHERE tenant_id = ? AND id = ?")
                    .param(tenant.value()).param(machine).update();
        });
        return id.isPresent();
    }

    boolean bury(TenantId tenant, long id, Instant now) {
        return jdbc.sql(
                "UPDATE state_machine SET status = 'DELETED', deleted_at = ? WHERE tenant_id = ? AND id = ? AND status = 'DELETING'")
                .param(utc(now)).param(tenant.value())
                .param(id).update() == 1;
    }

    List<StateMachine> deleting(int size) {
        return jdbc
                .sql("/* system */ " + MACHINES.replace("WHERE m.tenant_id = ?", "WHERE m.status = 'DELETING'")
                        + " ORDER BY m.id LIMIT ?")
                .param(size)
                .query(StateMachineTable::machine).list();
    }

    List<String> mentioning(TenantId tenant, String text, int size) {
        return jdbc
                .sql("""
                        SELECT m.name FROM state_machine m
                        JOIN revision r ON r.tenant_id = m.tenant_id AND r.state_machine_id = m.id AND r.number = m.current_revision
                        WHERE m.tenant_id = ? AND m.status = 'ACTIVE' AND INSTR(r.definition, ?) > 0 ORDER BY m.name LIMIT ?
                        """)
                .param(tenant.value()).param(text).param(size).query((row, _) -> row.getString("name")).list();
    }

    private static StateMachine machine(ResultSet row, int number) throws SQLException {
        long id = row.getLong("id");
        return new StateMachine(id, new TenantId(row.getLong("tenant_id")), row.getString("name"),
                MachineType.valueOf(row.getString("type")), Status.valueOf(row.getString("status")),
                revision(row, id), row.getString("logging"), row.getString("tracing"), instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    static Revision revision(ResultSet row, long machineId) throws SQLException {
        return new Revision(row.getLong("revision_id"), new TenantId(row.getLong("tenant_id")), machineId,
                MachineType.valueOf(row.getString("type")), row.getInt("number"),
                Optional.ofNullable(row.getString("revision_uuid")), row.getString("definition"),
                row.getString("role_arn"), row.getString("logging"), row.getString("tracing"),
                instant(row, "revised_at"), EncryptionColumns.read(row), row.getBytes("sealed_definition"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, LocalDateTime.class)).toInstant(ZoneOffset.UTC);
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static byte[] sha256(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }
}
