// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.tenancy.Remembered;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The connections of tenants to AWS. Secret access keys are sealed under the tenant's key. The first connection of a
/// tenant is its default. Any thread.
public final class AwsConnections {

    private static final String COLUMNS = """
            SELECT name, connection_uuid, is_default, region, access_key_id, secret, role_arn, external_id, endpoint,
                service_endpoints, description, created_at, updated_at
            FROM aws_connection WHERE tenant_id = ?
            """;
    private static final int MOST = 50;

    private final JdbcClient jdbc;
    private final KeyRing keys;
    private final TransactionOperations transaction;
    private final InstantSource clock;
    private final Remembered<TenantId, Optional<Opened>> remembered;

    public AwsConnections(JdbcClient jdbc, KeyRing keys, TransactionOperations transaction, InstantSource clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.transaction = transaction;
        this.clock = clock;
        this.remembered = new Remembered<>(Ticker.systemTicker(), _ -> true);
    }

    /// A connection with its secret, for a call.
    record Opened(AwsConnection connection, String secretAccessKey) {

        @Override
        public String toString() {
            return connection.toString();
        }
    }

    /// Makes a connection; the problem if it was not made.
    public Optional<AwsConnectionForm.Unfit> create(TenantId tenant, AwsConnectionForm asked) {
        var problem = asked.problem(false);
        if (problem.isPresent()) {
            return problem;
        }
        var all = list(tenant);
        if (all.size() >= MOST) {
            return unfit("A tenant has at most " + MOST + " AWS connections: delete one that is not used");
        }
        var uuid = UUID.randomUUID().toString();
        var now = now();
        try {
            jdbc.sql(
                    """
                            INSERT INTO aws_connection (tenant_id, name, connection_uuid, is_default, region, access_key_id, secret, role_arn,
                                external_id, endpoint, service_endpoints, description, created_at, updated_at, lock_version)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                            """)
                    .param(tenant.value()).param(asked.name()).param(uuid).param(all.isEmpty() ? 1 : null)
                    .param(asked.region()).param(asked.accessKeyId())
                    .param(seal(tenant, uuid, asked.secretAccessKey())).param(asked.roleArn())
                    .param(asked.externalId()).param(asked.endpoint()).param(lines(asked.byService()))
                    .param(asked.description()).param(now).param(now).update();
            remembered.forget(tenant);
            return Optional.empty();
        } catch (DuplicateKeyException taken) {
            return unfit("An AWS connection is called " + asked.name() + " already, or was made just now: try again"
                    + " or choose another name");
        }
    }

    /// Changes a connection, whose name stays; the problem if it was not changed. Calls that begin later use the change.
    public Optional<AwsConnectionForm.Unfit> update(TenantId tenant, AwsConnectionForm asked) {
        var problem = asked.problem(true);
        if (problem.isPresent()) {
            return problem;
        }
        var uuid = jdbc.sql("SELECT connection_uuid FROM aws_connection WHERE tenant_id = ? AND name = ?")
                .param(tenant.value()).param(asked.name()).query(String.class).optional();
        if (uuid.isEmpty()) {
            return unfit("There is no AWS connection " + asked.name() + " any more");
        }
        jdbc.sql("""
                UPDATE aws_connection SET region = ?, access_key_id = ?, role_arn = ?, external_id = ?, endpoint = ?,
                    service_endpoints = ?, description = ?, updated_at = ?, lock_version = lock_version + 1
                WHERE tenant_id = ? AND name = ?
                """).params(List.of(asked.region(), asked.accessKeyId(), asked.roleArn(), asked.externalId(),
                asked.endpoint(), lines(asked.byService()), asked.description(), now(), tenant.value(), asked.name()))
                .update();
        if (!asked.secretAccessKey().isEmpty()) {
            jdbc.sql("UPDATE aws_connection SET secret = ? WHERE tenant_id = ? AND name = ?")
                    .param(seal(tenant, uuid.get(), asked.secretAccessKey())).param(tenant.value()).param(asked.name())
                    .update();
        }
        remembered.forget(tenant);
        return Optional.empty();
    }

    /// Makes a connection the one that tasks use; false if there is none of that name.
    public boolean makeDefault(TenantId tenant, String name) {
        boolean made = Boolean.TRUE.equals(transaction.execute(_ -> {
            if (find(tenant, name).isEmpty()) {
                return false;
            }
            jdbc.sql("UPDATE aws_connection SET is_default = NULL WHERE tenant_id = ?").param(tenant.value()).update();
            return jdbc.sql("UPDATE aws_connection SET is_default = 1 WHERE tenant_id = ? AND name = ?")
                    .param(tenant.value()).param(name).update() == 1;
        }));
        remembered.forget(tenant);
        return made;
    }

    /// Removes a connection; false if there is none of that name.
    public boolean delete(TenantId tenant, String name) {
        boolean found = jdbc.sql("DELETE FROM aws_connection WHERE tenant_id = ? AND name = ?").param(tenant.value())
                .param(name).update() == 1;
        remembered.forget(tenant);
        return found;
    }

    /// All connections of a tenant by name.
    public List<AwsConnection> list(TenantId tenant) {
        return jdbc.sql(COLUMNS + "ORDER BY name").param(tenant.value()).query((row, _) -> connection(row)).list();
    }

    /// One connection.
    public Optional<AwsConnection> find(TenantId tenant, String name) {
        return open(tenant, name).map(Opened::connection);
    }

    Optional<Opened> open(TenantId tenant, String name) {
        return jdbc.sql(COLUMNS + "AND name = ?").param(tenant.value()).param(name)
                .query((row, _) -> opened(tenant, row)).optional();
    }

    /// The connection that tasks use, or that there is none, as it was a second ago at most.
    Optional<Opened> openDefault(TenantId tenant) {
        return remembered.find(tenant, () -> readDefault(tenant));
    }

    private Optional<Opened> readDefault(TenantId tenant) {
        return jdbc.sql(COLUMNS + "AND is_default = 1").param(tenant.value()).query((row, _) -> opened(tenant, row))
                .optional();
    }

    private byte[] seal(TenantId tenant, String uuid, String secret) {
        return keys.seal(tenant, context(uuid), secret.getBytes(StandardCharsets.UTF_8));
    }

    private Opened opened(TenantId tenant, ResultSet row) throws SQLException {
        var plain = keys.open(tenant, context(row.getString("connection_uuid")), row.getBytes("secret"));
        return new Opened(connection(row), new String(plain, StandardCharsets.UTF_8));
    }

    private static AwsConnection connection(ResultSet row) throws SQLException {
        var endpoints = new TreeMap<String, String>();
        row.getString("service_endpoints").lines().map(line -> line.split("=", 2))
                .forEach(parts -> endpoints.put(parts[0], parts[1]));
        return new AwsConnection(row.getString("name"), row.getInt("is_default") == 1, row.getString("region"),
                row.getString("access_key_id"), row.getString("role_arn"), row.getString("external_id"),
                row.getString("endpoint"), endpoints, row.getString("description"), instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, LocalDateTime.class)).toInstant(ZoneOffset.UTC);
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static String lines(Map<String, String> endpoints) {
        return endpoints.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static Optional<AwsConnectionForm.Unfit> unfit(String sentence) {
        return Optional.of(new AwsConnectionForm.Unfit("name", sentence));
    }

    private static String context(String uuid) {
        return "aws_connection.secret:" + uuid;
    }
}
