// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The published versions of state machines. Any thread.
public final class Versions {

    private static final int MOST = 1_000;
    /// How the API calls the first revision of a machine.
    private static final String INITIAL = "INITIAL";

    private static final String COLUMNS = """
            SELECT v.number, v.description, v.created_at, r.id, r.tenant_id, r.state_machine_id, m.type, r.number AS revision_number, r.revision_uuid,
                r.definition, r.role_arn, r.logging, r.tracing, r.created_at AS revised_at, r.kms_key, r.kms_reuse_seconds, r.kms_resource_arn, r.sealed_definition
            FROM version v JOIN revision r ON r.tenant_id = v.tenant_id AND r.id = v.revision_id
            JOIN state_machine m ON m.tenant_id = v.tenant_id AND m.id = v.state_machine_id
            WHERE v.tenant_id = ? AND v.state_machine_id = ?
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    public Versions(JdbcClient jdbc, TransactionOperations transaction, InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// The answer to [#publish].
    public sealed interface Publication {}

    /// The version of the machine's newest revision, published now or before.
    public record Published(Version version) implements Publication {}

    /// The newest revision is another than the one asked for.
    public record OtherRevision(String current) implements Publication {}

    /// The machine has 1,000 versions.
    public record TooMany() implements Publication {}

    /// There is no live machine with this name.
    public record NoMachine() implements Publication {}

    /// The answer to [#delete].
    public sealed interface Deletion {}

    /// The version is gone, now or before.
    public record Deleted() implements Deletion {}

    /// These aliases point at the version.
    public record InUse(List<String> aliases) implements Deletion {}

    /// Publishes the newest revision. A revision that is the newest version already is not published again.
    ///
    /// @param expected the revision that the caller means, `INITIAL` for the first one; empty for whichever is the newest
    public Publication publish(TenantId tenant, String machine, Optional<String> expected, String description) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            Optional<Long> id = jdbc.sql(
                    "SELECT id FROM state_machine WHERE tenant_id = ? AND live_name = ? AND status = 'ACTIVE' FOR UPDATE")
                    .param(tenant.value())
                    .param(machine).query(Long.class).optional();
            return id.isEmpty() ? new NoMachine() : publish(tenant, id.get(), expected, description);
        }));
    }

    /// A version by its number.
    public Optional<Version> find(TenantId tenant, long machineId, int number) {
        return jdbc.sql(COLUMNS + " AND v.number = ?").param(tenant.value()).param(machineId).param(number)
                .query(Versions::read).optional();
    }

    /// The version that was published first, if it was not deleted.
    Optional<Version> first(TenantId tenant, long machineId) {
        return find(tenant, machineId, 1);
    }

    /// At most `size` versions with numbers below `before` (`Integer.MAX_VALUE` for the first page), newest first.
    public List<Version> list(TenantId tenant, long machineId, int before, int size) {
        return jdbc.sql(COLUMNS + " AND v.number < ? ORDER BY v.number DESC LIMIT ?").param(tenant.value())
                .param(machineId).param(before).param(size).query(Versions::read).list();
    }

    /// Removes a version, unless an alias points at it.
    public Deletion delete(TenantId tenant, long machineId, int number) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            jdbc.sql("SELECT id FROM version WHERE tenant_id = ? AND state_machine_id = ? AND number = ? FOR UPDATE")
                    .param(tenant.value()).param(machineId).param(number)
                    .query(Long.class).optional();
            List<String> aliases = jdbc.sql(
                    "SELECT name FROM alias WHERE tenant_id = ? AND state_machine_id = ? AND (first_version = ? OR second_version = ?) ORDER BY name")
                    .param(tenant.value()).param(machineId).param(number).param(number)
                    .query((row, _) -> row.getString(1)).list();
            if (!aliases.isEmpty()) {
                return new InUse(aliases);
            }
            jdbc.sql("DELETE FROM version WHERE tenant_id = ? AND state_machine_id = ? AND number = ?")
                    .param(tenant.value()).param(machineId).param(number).update();
            return new Deleted();
        }));
    }

    private Publication publish(TenantId tenant, long machineId, Optional<String> expected, String description) {
        record Newest(long revisionId, String name, int lastVersion) {}
        Newest newest = jdbc
                .sql("""
                        SELECT r.id, COALESCE(r.revision_uuid, 'INITIAL'), m.last_version FROM state_machine m
                        JOIN revision r ON r.tenant_id = m.tenant_id AND r.state_machine_id = m.id AND r.number = m.current_revision WHERE m.tenant_id = ? AND m.id = ?
                        """)
                .param(tenant.value()).param(machineId).query((row, _) -> new Newest(row.getLong(1),
                        Objects.requireNonNullElse(row.getString(2), INITIAL), row.getInt(3)))
                .single();
        if (expected.isPresent() && !expected.get().equals(newest.name())) {
            return new OtherRevision(newest.name());
        }
        Optional<Version> last = list(tenant, machineId, Integer.MAX_VALUE, 1).stream().findFirst();
        if (last.isPresent() && last.get().revision().id() == newest.revisionId()) {
            return new Published(last.get());
        }
        int count = jdbc.sql("SELECT COUNT(*) FROM version WHERE tenant_id = ? AND state_machine_id = ?")
                .param(tenant.value()).param(machineId).query(Integer.class).single();
        if (count >= MOST) {
            return new TooMany();
        }
        int number = newest.lastVersion() + 1;
        jdbc.sql(
                "INSERT INTO version (tenant_id, state_machine_id, number, revision_id, description, created_at) VALUES (?, ?, ?, ?, ?, ?)")
                .params(List.of(tenant.value(), machineId,
                        number, newest.revisionId(), description,
                        LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)))
                .update();
        jdbc.sql("UPDATE state_machine SET last_version = ? WHERE tenant_id = ? AND id = ?").param(number)
                .param(tenant.value()).param(machineId).update();
        return new Published(find(tenant, machineId, number).orElseThrow());
    }

    private static Version read(ResultSet row, int index) throws SQLException {
        Revision revision = new Revision(row.getLong("id"), new TenantId(row.getLong("tenant_id")),
                row.getLong("state_machine_id"), MachineType.valueOf(row.getString("type")),
                row.getInt("revision_number"), Optional.ofNullable(row.getString("revision_uuid")),
                row.getString("definition"), row.getString("role_arn"), row.getString("logging"),
                row.getString("tracing"), instant(row, "revised_at"), EncryptionColumns.read(row),
                row.getBytes("sealed_definition"));
        return new Version(row.getInt("number"), revision, row.getString("description"), instant(row, "created_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, LocalDateTime.class)).toInstant(ZoneOffset.UTC);
    }
}
