// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.engine.ExecutionStatus;
import io.fermata.node.EventConsumer;
import io.fermata.node.StatusChange;
import io.fermata.scheduler.EventEndpointTable.Due;
import io.fermata.scheduler.EventEndpointTable.Filter;
import io.fermata.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// What endpoints have not taken yet: a row for each event and endpoint, made in the transaction in which the event bus
/// hands the event over. An endpoint may have 10,000 of them; what comes beyond is not kept, and counted. Any thread.
final class EventDeliveries implements EventConsumer {

    private static final int MOST_WAITING = 10_000;
    private static final String INSERT = """
            INSERT INTO event_delivery (tenant_id, endpoint_id, execution_no, step, phase, status, at, attempt, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, NOW(6)) ON DUPLICATE KEY UPDATE attempt = attempt""";
    // those of one execution go one after the other
    private static final String CLAIM = """
            SELECT d.id, d.execution_no, d.step, d.phase, d.status, d.at, d.attempt FROM event_delivery d
            WHERE d.tenant_id = ? AND d.endpoint_id = ? AND d.due_at <= NOW(6)
            AND NOT EXISTS (SELECT 1 FROM event_delivery b WHERE b.tenant_id = d.tenant_id
            AND b.endpoint_id = d.endpoint_id AND b.execution_no = d.execution_no
            AND (b.step < d.step OR b.step = d.step AND b.phase < d.phase))
            ORDER BY d.due_at LIMIT ? FOR UPDATE SKIP LOCKED""";

    private final EventEndpointTable endpoints;
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionOperations transaction;

    EventDeliveries(EventEndpointTable endpoints, JdbcTemplate batches, TransactionOperations transaction) {
        this.endpoints = endpoints;
        this.jdbc = JdbcClient.create(batches);
        this.batches = batches;
        this.transaction = transaction;
    }

    /// An event on its way to an endpoint.
    ///
    /// @param attempt which sending this is, from 1
    record Claimed(long id, StatusChange change, int attempt) {}

    @Override
    public Set<TenantId> listening() {
        return endpoints.tenants();
    }

    @Override
    public void take(List<StatusChange> changes) {
        changes.stream().collect(Collectors.groupingBy(StatusChange::tenant))
                .forEach((tenant, its) -> endpoints.filters(tenant).forEach(filter -> take(tenant, filter, its)));
    }

    private void take(TenantId tenant, Filter filter, List<StatusChange> changes) {
        var wanted = changes.stream().filter(change -> filter.statuses().contains(change.status())
                && (filter.stateMachineId() == null || filter.stateMachineId() == change.stateMachineId())
                && !change.at().isBefore(filter.since())).toList();
        if (wanted.isEmpty()) {
            return;
        }
        int room = Math.max(0, MOST_WAITING - waiting(tenant, filter.id()));
        var kept = wanted.subList(0, Math.min(room, wanted.size()));
        if (!kept.isEmpty()) {
            batches.batchUpdate(INSERT, kept.stream().map(change -> new Object[]{tenant.value(), filter.id(),
                    change.executionNo(), change.step(), change.ends() ? 1 : 0, change.status().name(),
                    Timestamp.from(change.at())}).toList());
        }
        if (kept.size() < wanted.size()) {
            endpoints.noRoom(tenant, filter.id(), wanted.size() - kept.size());
        }
    }

    private int waiting(TenantId tenant, long endpoint) {
        return jdbc.sql("SELECT COUNT(*) FROM event_delivery WHERE tenant_id = ? AND endpoint_id = ?")
                .param(tenant.value()).param(endpoint).query(Integer.class).single();
    }

    /// Takes events of an endpoint that may be sent now. Nobody else gets them before the time is over.
    List<Claimed> claim(Due endpoint, int limit, Duration reserved) {
        return transaction.execute(_ -> {
            var claimed = jdbc.sql(CLAIM).param(endpoint.tenant().value()).param(endpoint.id()).param(limit)
                    .query((row, _) -> claimed(endpoint.tenant(), row)).list();
            if (!claimed.isEmpty()) {
                jdbc.sql("""
                        UPDATE event_delivery SET attempt = attempt + 1, due_at = NOW(6) + INTERVAL :seconds SECOND
                        WHERE tenant_id = :tenant AND id IN (:ids)""").param("seconds", reserved.toSeconds())
                        .param("tenant", endpoint.tenant().value())
                        .param("ids", claimed.stream().map(Claimed::id).toList()).update();
            }
            return claimed;
        });
    }

    /// Forgets events: taken, or given up.
    void done(TenantId tenant, List<Claimed> events) {
        if (!events.isEmpty()) {
            jdbc.sql("DELETE FROM event_delivery WHERE tenant_id = :tenant AND id IN (:ids)")
                    .param("tenant", tenant.value()).param("ids", events.stream().map(Claimed::id).toList()).update();
        }
    }

    /// Leaves an event for later.
    void again(TenantId tenant, Claimed event, Duration pause) {
        jdbc.sql("UPDATE event_delivery SET due_at = NOW(6) + INTERVAL ? SECOND WHERE tenant_id = ? AND id = ?")
                .param(pause.toSeconds()).param(tenant.value()).param(event.id()).update();
    }

    private static Claimed claimed(TenantId tenant, ResultSet row) throws SQLException {
        // the machine has done its part when the row was made
        var change = new StatusChange(tenant, row.getLong("execution_no"), 0, row.getInt("step"),
                row.getInt("phase") == 1, ExecutionStatus.valueOf(row.getString("status")),
                row.getTimestamp("at").toInstant());
        return new Claimed(row.getLong("id"), change, row.getInt("attempt") + 1);
    }
}
