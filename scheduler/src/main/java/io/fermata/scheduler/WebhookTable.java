// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.language.Json;
import io.fermata.scheduler.Webhooks.NewWebhook;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;

/// The rows of webhooks and of their deliveries. Any thread.
final class WebhookTable {

    private static final String TOKEN = "webhook.token";
    private static final String SECRETS = "webhook.secrets";
    private static final String BODY = "webhook_delivery.body";
    private static final String COLUMNS = """
            SELECT w.id, w.tenant_id, w.name, w.token, w.secrets, w.state_machine_id, m.name AS machine, w.description, w.created_at
            FROM webhook w JOIN state_machine m ON m.id = w.state_machine_id AND m.tenant_id = w.tenant_id
            """;

    private final JdbcClient jdbc;
    private final KeyRing keys;

    WebhookTable(JdbcClient jdbc, KeyRing keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /// A webhook with its numbers inside the house and what is secret about it.
    record Row(long id, TenantId tenant, long stateMachineId, String name, String token, List<String> secrets,
            String stateMachine, String description, Instant createdAt) {

        @Override
        public String toString() {
            return "webhook " + name;
        }
    }

    /// @throws DuplicateKeyException if the name is taken
    void insert(TenantId tenant, NewWebhook asked, long stateMachineId, String token, String secret, Instant now) {
        jdbc.sql(
                """
                        INSERT INTO webhook (tenant_id, name, token_hash, token, scheme, secrets, state_machine_id, qualifier, state, description,
                        created_at, updated_at, lock_version) VALUES (?, ?, ?, ?, 'STANDARD_V1', ?, ?, NULL, 'ENABLED', ?, ?, ?, 0)
                        """)
                .params(List.of(tenant.value(), asked.name(), hash(token),
                        keys.seal(tenant, TOKEN, token.getBytes(StandardCharsets.UTF_8)),
                        sealed(tenant, List.of(secret)), stateMachineId, asked.description(),
                        ScheduleTable.utc(now), ScheduleTable.utc(now)))
                .update();
    }

    /// The webhook of that token, of whatever tenant: the token is how a message finds it.
    Optional<Row> byToken(String token) {
        return jdbc.sql("/* system */ " + COLUMNS + "WHERE w.token_hash = ?").param(hash(token))
                .query((row, _) -> row(row)).optional();
    }

    Optional<Row> find(TenantId tenant, String name) {
        return jdbc.sql(COLUMNS + "WHERE w.tenant_id = ? AND w.name = ?").param(tenant.value()).param(name)
                .query((row, _) -> row(row)).optional();
    }

    List<Row> list(TenantId tenant) {
        return jdbc.sql(COLUMNS + "WHERE w.tenant_id = ? ORDER BY w.name").param(tenant.value())
                .query((row, _) -> row(row)).list();
    }

    int count(TenantId tenant) {
        return jdbc.sql("SELECT COUNT(*) FROM webhook WHERE tenant_id = ?").param(tenant.value()).query(Integer.class)
                .single();
    }

    void setSecrets(Row row, List<String> secrets, Instant now) {
        jdbc.sql("UPDATE webhook SET secrets = ?, updated_at = ? WHERE tenant_id = ? AND id = ?")
                .param(sealed(row.tenant(), secrets)).param(ScheduleTable.utc(now)).param(row.tenant().value())
                .param(row.id()).update();
    }

    boolean delete(TenantId tenant, String name) {
        return jdbc.sql("DELETE FROM webhook WHERE tenant_id = ? AND name = ?").param(tenant.value()).param(name)
                .update() == 1;
    }

    /// Keeps a message.
    ///
    /// @return what became of it if it has come before, else empty
    Optional<Delivery> take(Row row, String id, byte[] body, Instant now) {
        try {
            jdbc.sql(
                    """
                            INSERT INTO webhook_delivery (tenant_id, webhook_id, delivery_key, received_at, status, execution_name, reason, body)
                            VALUES (?, ?, ?, ?, 'STARTING', NULL, '', ?)
                            """)
                    .params(List.of(row.tenant().value(), row.id(), id, ScheduleTable.utc(now),
                            keys.seal(row.tenant(), BODY, body)))
                    .update();
            return Optional.empty();
        } catch (DuplicateKeyException seen) {
            return jdbc.sql("""
                    SELECT delivery_key, received_at, status, execution_name, reason FROM webhook_delivery
                    WHERE tenant_id = ? AND webhook_id = ? AND delivery_key = ?
                    """).param(row.tenant().value()).param(row.id()).param(id).query((one, _) -> delivery(one))
                    .optional();
        }
    }

    /// The message as it came the first time.
    byte[] body(Row row, String id) {
        var sealed = jdbc.sql(
                "SELECT body FROM webhook_delivery WHERE tenant_id = ? AND webhook_id = ? AND delivery_key = ?")
                .param(row.tenant().value()).param(row.id()).param(id).query(byte[].class).single();
        return keys.open(row.tenant(), BODY, sealed);
    }

    void finish(Row row, String id, Delivery.Status status, @Nullable String executionName, String reason) {
        jdbc.sql(
                """
                        UPDATE webhook_delivery SET status = ?, execution_name = ?, reason = ? WHERE tenant_id = ? AND webhook_id = ? AND delivery_key = ?
                        """)
                .params(Arrays.asList(status.name(), executionName, reason, row.tenant().value(), row.id(), id))
                .update();
    }

    /// Newest first.
    List<Delivery> deliveries(Row row, int size) {
        return jdbc.sql("""
                SELECT delivery_key, received_at, status, execution_name, reason FROM webhook_delivery
                WHERE tenant_id = ? AND webhook_id = ? ORDER BY id DESC LIMIT ?
                """).param(row.tenant().value()).param(row.id()).param(size).query((one, _) -> delivery(one)).list();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(row.getString("delivery_key"), ScheduleTable.instant(row, "received_at"),
                Delivery.Status.valueOf(row.getString("status")), Optional.ofNullable(row.getString("execution_name")),
                row.getString("reason"));
    }

    private Row row(ResultSet row) throws SQLException {
        var tenant = new TenantId(row.getLong("tenant_id"));
        var secrets = new ArrayList<String>();
        Json.parse(new String(keys.open(tenant, SECRETS, row.getBytes("secrets")), StandardCharsets.UTF_8))
                .forEach(secret -> secrets.add(secret.stringValue()));
        return new Row(row.getLong("id"), tenant, row.getLong("state_machine_id"), row.getString("name"),
                new String(keys.open(tenant, TOKEN, row.getBytes("token")), StandardCharsets.UTF_8),
                List.copyOf(secrets), row.getString("machine"), row.getString("description"),
                ScheduleTable.instant(row, "created_at"));
    }

    private byte[] sealed(TenantId tenant, List<String> secrets) {
        var json = JsonNodeFactory.instance.arrayNode();
        secrets.forEach(json::add);
        return keys.seal(tenant, SECRETS, Json.bytes(json));
    }

    private static byte[] hash(String token) {
        return java.util.HexFormat.of().parseHex(Starts.digest(token, 64));
    }
}
