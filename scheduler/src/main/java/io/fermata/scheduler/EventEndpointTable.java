// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.engine.ExecutionStatus;
import io.fermata.language.Json;
import io.fermata.scheduler.EventEndpoints.NewEndpoint;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;

/// The rows of endpoints for events. Address and secret are sealed under the tenant's key. Any thread.
final class EventEndpointTable {

    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final int LONGEST_RESULT = 300;

    private final JdbcClient jdbc;
    private final KeyRing keys;

    EventEndpointTable(JdbcClient jdbc, KeyRing keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /// Where to send, and what to sign with.
    record Target(String url, String secret) {

        @Override
        public String toString() {
            return "target";
        }
    }

    /// Of which changes an endpoint hears.
    ///
    /// @param stateMachineId null for all
    /// @param since changes before are not for it
    record Filter(long id, @Nullable Long stateMachineId, Set<ExecutionStatus> statuses, Instant since) {}

    /// An endpoint that has something to be sent.
    record Due(TenantId tenant, long id) {}

    /// What came of a round of sendings.
    ///
    /// @param taken how many events it took
    /// @param givenUp how many are not tried again
    /// @param works whether it took one, or refused none
    /// @param result on the last one, one sentence; empty when nothing was sent
    record Round(int taken, int givenUp, boolean works, String result) {}

    /// @throws DuplicateKeyException if the name is taken
    void insert(TenantId tenant, NewEndpoint asked, @Nullable Long stateMachineId, String secret, Instant now) {
        var uuid = UUID.randomUUID().toString();
        jdbc.sql(
                """
                        INSERT INTO event_endpoint (tenant_id, name, endpoint_uuid, target, state_machine_id, statuses, created_at,
                        resting_until, failures, delivered, given_up, last_at, last_result)
                        VALUES (?, ?, ?, ?, ?, ?, ?, NOW(6), 0, 0, 0, NULL, '')""")
                .params(Arrays.asList(tenant.value(), asked.name(), uuid,
                        seal(tenant, uuid, new Target(asked.url(), secret)), stateMachineId,
                        new TreeSet<>(asked.statuses()).stream().map(ExecutionStatus::name)
                                .collect(Collectors.joining(",")),
                        ScheduleTable.utc(now)))
                .update();
    }

    List<EventEndpoint> list(TenantId tenant) {
        return jdbc
                .sql("""
                        SELECT e.name, e.endpoint_uuid, e.target, m.name AS machine, e.statuses, e.delivered, e.given_up, e.last_at,
                        e.last_result, e.created_at, (SELECT COUNT(*) FROM event_delivery d WHERE d.tenant_id = e.tenant_id
                        AND d.endpoint_id = e.id) AS waiting
                        FROM event_endpoint e
                        LEFT JOIN state_machine m ON m.id = e.state_machine_id AND m.tenant_id = e.tenant_id
                        WHERE e.tenant_id = ? ORDER BY e.name""")
                .param(tenant.value())
                .query((row, _) -> endpoint(tenant, row)).list();
    }

    int count(TenantId tenant) {
        return jdbc.sql("SELECT COUNT(*) FROM event_endpoint WHERE tenant_id = ?").param(tenant.value())
                .query(Integer.class).single();
    }

    boolean delete(TenantId tenant, String name) {
        return jdbc.sql("DELETE FROM event_endpoint WHERE tenant_id = ? AND name = ?").param(tenant.value())
                .param(name).update() == 1;
    }

    /// The tenants that have an endpoint.
    Set<TenantId> tenants() {
        return jdbc.sql("/* system */ SELECT DISTINCT tenant_id FROM event_endpoint")
                .query((row, _) -> new TenantId(row.getLong(1))).set();
    }

    List<Filter> filters(TenantId tenant) {
        return jdbc.sql("SELECT id, state_machine_id, statuses, created_at FROM event_endpoint WHERE tenant_id = ?")
                .param(tenant.value()).query((row, _) -> {
                    long machine = row.getLong("state_machine_id");
                    boolean all = row.wasNull();
                    return new Filter(row.getLong("id"), all ? null : machine,
                            statuses(row.getString("statuses")), ScheduleTable.instant(row, "created_at"));
                }).list();
    }

    /// Endpoints that do not rest and have something due, those that rested longest first.
    List<Due> due(int limit) {
        return jdbc.sql("""
                /* system */ SELECT e.tenant_id, e.id FROM event_endpoint e WHERE e.resting_until <= NOW(6) AND EXISTS
                (SELECT 1 FROM event_delivery d WHERE d.tenant_id = e.tenant_id AND d.endpoint_id = e.id
                AND d.due_at <= NOW(6)) ORDER BY e.resting_until LIMIT ?""").param(limit)
                .query((row, _) -> new Due(new TenantId(row.getLong(1)), row.getLong(2))).list();
    }

    /// Where to send; empty when the endpoint was deleted.
    Optional<Target> target(Due endpoint) {
        return jdbc.sql("SELECT endpoint_uuid, target FROM event_endpoint WHERE tenant_id = ? AND id = ?")
                .param(endpoint.tenant().value()).param(endpoint.id())
                .query((row, _) -> open(endpoint.tenant(), row)).optional();
    }

    /// Notes a round. An endpoint that does not work rests, longer each time, up to five minutes.
    void note(Due endpoint, Round round, Instant now) {
        var result = round.result().length() > LONGEST_RESULT
                ? round.result().substring(0, LONGEST_RESULT)
                : round.result();
        jdbc.sql("""
                UPDATE event_endpoint SET delivered = delivered + ?, given_up = given_up + ?, last_at = ?,
                last_result = COALESCE(NULLIF(?, ''), last_result),
                resting_until = NOW(6) + INTERVAL IF(?, 0, LEAST(POW(2, LEAST(failures, 10)), ?)) SECOND,
                failures = IF(?, 0, failures + 1) WHERE tenant_id = ? AND id = ?""")
                .params(List.of(round.taken(), round.givenUp(), Timestamp.from(now), result, round.works(),
                        LONGEST_REST.toSeconds(), round.works(), endpoint.tenant().value(), endpoint.id()))
                .update();
    }

    /// Counts events for which an endpoint had no room.
    void noRoom(TenantId tenant, long id, int events) {
        jdbc.sql("UPDATE event_endpoint SET given_up = given_up + ? WHERE tenant_id = ? AND id = ?").param(events)
                .param(tenant.value()).param(id).update();
    }

    private EventEndpoint endpoint(TenantId tenant, ResultSet row) throws SQLException {
        var lastAt = row.getTimestamp("last_at");
        return new EventEndpoint(row.getString("name"), open(tenant, row).url(),
                Optional.ofNullable(row.getString("machine")), statuses(row.getString("statuses")),
                row.getLong("waiting"), row.getLong("delivered"), row.getLong("given_up"),
                Optional.ofNullable(lastAt).map(Timestamp::toInstant), row.getString("last_result"),
                ScheduleTable.instant(row, "created_at"));
    }

    private static Set<ExecutionStatus> statuses(String stored) {
        return Arrays.stream(stored.split(",")).map(ExecutionStatus::valueOf).collect(Collectors.toSet());
    }

    private byte[] seal(TenantId tenant, String uuid, Target target) {
        return keys.seal(tenant, context(uuid), Json.bytes(JsonNodeFactory.instance.objectNode()
                .put("url", target.url()).put("secret", target.secret())));
    }

    private Target open(TenantId tenant, ResultSet row) throws SQLException {
        var json = Json.parse(new String(
                keys.open(tenant, context(row.getString("endpoint_uuid")), row.getBytes("target")),
                StandardCharsets.UTF_8));
        return new Target(json.path("url").stringValue(), json.path("secret").stringValue());
    }

    private static String context(String uuid) {
        return "event_endpoint.target:" + uuid;
    }
}
