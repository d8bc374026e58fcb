// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import io.fermata.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads execution rows, for lists and look-ups. Any thread.
public final class ExecutionTable {

    private static final String COLUMNS = """
            SELECT execution_no, tenant_id, state_machine_id, revision_id, name, status, started_at, stopped_at,
            started_by, parent_execution_no, parent_event, last_event, quarantine_reason, version_number, alias_name,
            redrive_count, redriven_at
            FROM execution
            """;

    // the row of a running execution is not written at each step, so its last event is looked up at the journal's end
    private static final String ONE = COLUMNS.replace("last_event,", """
            CASE WHEN stopped_at IS NULL THEN COALESCE((SELECT j.last_event FROM journal j
            WHERE j.execution_no = execution.execution_no AND j.tenant_id = execution.tenant_id
            ORDER BY j.step DESC LIMIT 1), last_event) ELSE last_event END,""");

    private static final String PENDING_REDRIVE = """
            EXISTS (SELECT 1 FROM map_item i WHERE i.map_run_no = -execution.state_machine_id
            AND i.item = execution.parent_event AND i.tenant_id = execution.tenant_id
            AND i.execution_no = execution.execution_no AND i.phase IN (0, 1))""";

    private final JdbcClient jdbc;

    public ExecutionTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /// What a list is narrowed to. Null members narrow nothing.
    ///
    /// @param before only executions with a smaller number, for paging
    /// @param qualifier only executions started by this alias or, without one, by this version or an alias that chose it
    /// @param redriven only executions that were redriven, or only those that were not
    /// @param pendingRedrive only children of a Map Run that wait for their turn to run again, or only those that do not
    public record Filter(@Nullable Long stateMachineId, @Nullable ExecutionStatus status, @Nullable Long before,
            Qualifier qualifier, @Nullable Boolean redriven, @Nullable Boolean pendingRedrive) {

        /// Whether redriven or not.
        public Filter(@Nullable Long stateMachineId, @Nullable ExecutionStatus status, @Nullable Long before,
                Qualifier qualifier) {
            this(stateMachineId, status, before, qualifier, null, null);
        }

        /// Whatever the executions were started by.
        public Filter(@Nullable Long stateMachineId, @Nullable ExecutionStatus status, @Nullable Long before) {
            this(stateMachineId, status, before, Qualifier.NONE);
        }
    }

    /// The execution with that number, if it is the tenant's.
    public Optional<ExecutionRow> find(TenantId tenant, long executionNo) {
        return jdbc.sql(ONE + "WHERE execution_no = ? AND tenant_id = ?").param(executionNo).param(tenant.value())
                .query(ExecutionTable::row).optional();
    }

    /// The execution of that name.
    public Optional<ExecutionRow> find(TenantId tenant, long stateMachineId, String name) {
        return jdbc.sql(ONE + "WHERE tenant_id = ? AND state_machine_id = ? AND name = ?").param(tenant.value())
                .param(stateMachineId).param(name).query(ExecutionTable::row).optional();
    }

    /// The execution of that name whose number is between those two, whatever machine it is of.
    public Optional<ExecutionRow> find(TenantId tenant, long from, long to, String name) {
        return jdbc.sql(ONE + "WHERE tenant_id = ? AND execution_no BETWEEN ? AND ? AND name = ?")
                .param(tenant.value()).param(from).param(to).param(name).query(ExecutionTable::row).optional();
    }

    /// The newest executions that pass the filter, newest first, at most `limit`.
    public List<ExecutionRow> list(TenantId tenant, Filter filter, int limit) {
        var sql = new StringBuilder(COLUMNS).append("WHERE tenant_id = ?");
        var params = new ArrayList<Object>();
        params.add(tenant.value());
        if (filter.stateMachineId != null) {
            sql.append(" AND state_machine_id = ?");
            params.add(filter.stateMachineId);
        } else {
            sql.append(" AND state_machine_id > 0"); // children of Map Runs are listed with their run
        }
        if (filter.qualifier.alias() != null) {
            sql.append(" AND alias_name = ?");
            params.add(filter.qualifier.alias());
        } else if (filter.qualifier.version() != null) {
            sql.append(" AND version_number = ?");
            params.add(filter.qualifier.version());
        }
        if (filter.status != null) {
            sql.append(" AND status = ?");
            params.add(filter.status.name());
        }
        if (filter.before != null) {
            sql.append(" AND execution_no < ?");
            params.add(filter.before);
        }
        if (filter.redriven != null) {
            sql.append(filter.redriven ? " AND redrive_count > 0" : " AND redrive_count = 0");
        }
        if (filter.pendingRedrive != null) {
            sql.append(filter.pendingRedrive ? " AND " : " AND NOT ").append(PENDING_REDRIVE);
        }
        sql.append(" ORDER BY execution_no DESC LIMIT ?");
        params.add(limit);
        return jdbc.sql(sql.toString()).params(params).query(ExecutionTable::row).list();
    }

    /// How many of the tenant's executions that started since that moment have each status.
    public Map<ExecutionStatus, Long> countByStatus(TenantId tenant, Instant since) {
        var counts = new TreeMap<ExecutionStatus, Long>();
        jdbc.sql("""
                SELECT status, COUNT(*) FROM execution WHERE tenant_id = ? AND execution_no >= ? GROUP BY status""")
                .param(tenant.value()).param(ExecutionNo.first(since, 0))
                .query(row -> {
                    counts.put(ExecutionStatus.valueOf(row.getString(1)), row.getLong(2));
                });
        return counts;
    }

    /// The id of the last event of each of those executions that the tenant has, for open pages to see whether they moved.
    ///
    /// @param executionNos at least one
    public Map<Long, Long> lastEvents(TenantId tenant, Collection<Long> executionNos) {
        var events = new TreeMap<Long, Long>();
        var places = String.join(",", Collections.nCopies(executionNos.size(), "?"));
        jdbc.sql("SELECT execution_no, last_event FROM execution WHERE tenant_id = ? AND execution_no IN (" + places
                + ")")
                .param(tenant.value()).params(List.copyOf(executionNos)).query(row -> {
                    events.put(row.getLong(1), row.getLong(2));
                });
        return events;
    }

    /// When the redrive was made that a token names; empty when none was since that moment.
    public Optional<Instant> redriven(TenantId tenant, long executionNo, String clientToken, Instant since) {
        return jdbc.sql("""
                SELECT redriven_at FROM execution_redrive WHERE execution_no = ? AND tenant_id = ? AND client_token = ?
                AND redriven_at >= ? ORDER BY redrive_no DESC LIMIT 1""").param(executionNo).param(tenant.value())
                .param(clientToken).param(Timestamp.from(since)).query(Timestamp.class).optional()
                .map(Timestamp::toInstant);
    }

    /// The last redrive of an execution until that moment, that moment included.
    public Optional<Append.Redrive> redriveUntil(TenantId tenant, long executionNo, Instant until) {
        return jdbc
                .sql("""
                        SELECT redrive_no, redriven_at, client_token FROM execution_redrive WHERE execution_no = ? AND tenant_id = ?
                        AND redriven_at <= ? ORDER BY redrive_no DESC LIMIT 1""")
                .param(executionNo).param(tenant.value())
                .param(Timestamp.from(until)).query((row, _) -> new Append.Redrive(row.getInt(1),
                        row.getTimestamp(2).toInstant(), row.getString(3)))
                .optional();
    }

    /// Whether a machine has executions that still run.
    public boolean anyRunning(TenantId tenant, long stateMachineId) {
        return jdbc.sql("""
                SELECT 1 FROM execution WHERE tenant_id = ? AND state_machine_id = ? AND status = 'RUNNING' LIMIT 1""")
                .param(tenant.value()).param(stateMachineId).query(Integer.class).optional().isPresent();
    }

    /// The tenant's executions that the engine leaves alone because it failed on them.
    public List<ExecutionRow> quarantined(TenantId tenant, int limit) {
        return jdbc
                .sql(COLUMNS
                        + "WHERE tenant_id = ? AND quarantined_at IS NOT NULL ORDER BY quarantined_at DESC LIMIT ?")
                .param(tenant.value()).param(limit).query(ExecutionTable::row).list();
    }

    /// Sets an execution aside.
    public void quarantine(TenantId tenant, long executionNo, String reason) {
        jdbc.sql(
                """
                        UPDATE execution SET quarantined_at = NOW(6), quarantine_reason = ? WHERE execution_no = ? AND tenant_id = ?
                        """)
                .param(reason.length() > 1000 ? reason.substring(0, 1000) : reason).param(executionNo)
                .param(tenant.value()).update();
    }

    /// Takes an execution back; its owner finds it as due.
    ///
    /// @return whether it had been set aside
    public boolean release(TenantId tenant, long executionNo) {
        return jdbc.sql("""
                UPDATE execution SET quarantined_at = NULL, quarantine_reason = NULL, wake_at = NOW(6)
                WHERE execution_no = ? AND tenant_id = ? AND quarantined_at IS NOT NULL""").param(executionNo)
                .param(tenant.value()).update() > 0;
    }

    private static ExecutionRow row(ResultSet row, int number) throws SQLException {
        return new ExecutionRow(row.getLong(1), new TenantId(row.getLong(2)), row.getLong(3), row.getLong(4),
                row.getString(5), ExecutionStatus.valueOf(row.getString(6)), row.getTimestamp(7).toInstant(),
                instant(row.getTimestamp(8)), row.getString(9), number(row, 10), number(row, 11), row.getLong(12),
                row.getString(13), new Qualifier(version(row), row.getString(15)), row.getInt(16),
                instant(row.getTimestamp(17)));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Integer version(ResultSet row) throws SQLException {
        int version = row.getInt(14);
        return row.wasNull() ? null : version;
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
