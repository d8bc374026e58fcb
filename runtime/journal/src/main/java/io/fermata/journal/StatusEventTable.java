// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import io.fermata.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Status changes that are committed and not handed on yet. Any node takes them; a change is given out only when no
/// earlier one of its execution is left. Any thread.
public final class StatusEventTable {

    private static final String COLUMNS = """
            /* system */ SELECT e.execution_no, e.step, e.phase, e.tenant_id, e.status, e.at, e.attempt FROM execution_event e
            """;
    private static final String FIRST = """
            NOT EXISTS (SELECT 1 FROM execution_event b WHERE b.execution_no = e.execution_no
            AND (b.step < e.step OR b.step = e.step AND b.phase < e.phase))
            """;
    private static final String KEY = " WHERE execution_no = ? AND step = ? AND phase = ? AND tenant_id = ?";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    public StatusEventTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new JdbcTemplate(dataSource);
    }

    /// A change that waits.
    ///
    /// @param step the step of the journal that made it
    /// @param ends whether the execution ended; false when it began or goes on after a redrive
    /// @param attempt how often it was tried to hand it on
    public record Waiting(TenantId tenant, long executionNo, int step, boolean ends, ExecutionStatus status, Instant at,
            int attempt) {}

    /// Changes that may be handed on now, locked until the caller's transaction ends; those that another node has locked are
    /// not among them.
    public List<Waiting> claim(int limit) {
        return jdbc
                .sql(COLUMNS + "WHERE e.due_at <= NOW(6) AND " + FIRST
                        + "ORDER BY e.due_at, e.execution_no LIMIT ? FOR UPDATE SKIP LOCKED")
                .param(limit).query(StatusEventTable::row).list();
    }

    /// The same of one change; empty when it is gone, or another node has it.
    public Optional<Waiting> claim(Waiting one) {
        return jdbc
                .sql(COLUMNS + "WHERE e.execution_no = ? AND e.step = ? AND e.phase = ? AND " + FIRST
                        + "FOR UPDATE SKIP LOCKED")
                .param(one.executionNo).param(one.step).param(phase(one)).query(StatusEventTable::row).optional();
    }

    /// The state machines of executions. Executions that were purged are missing.
    public Map<Long, Long> stateMachines(List<Waiting> changes) {
        var machines = new HashMap<Long, Long>();
        var numbers = changes.stream().map(Waiting::executionNo).distinct().toList();
        if (!numbers.isEmpty()) {
            jdbc.sql(
                    """
                            /* system */ SELECT execution_no, state_machine_id FROM execution WHERE execution_no IN (:numbers)""")
                    .param("numbers", numbers).query(row -> {
                        machines.put(row.getLong(1), row.getLong(2));
                    });
        }
        return machines;
    }

    /// Takes away what has been handed on.
    public void delete(List<Waiting> changes) {
        batches.batchUpdate("DELETE FROM execution_event" + KEY, changes.stream().map(
                one -> new Object[]{one.executionNo, one.step, phase(one), one.tenant.value()}).toList());
    }

    /// Leaves a change for later.
    public void postpone(Waiting one, Duration pause) {
        jdbc.sql("UPDATE execution_event SET attempt = attempt + 1, due_at = NOW(6) + INTERVAL ? SECOND" + KEY)
                .param(pause.toSeconds()).param(one.executionNo).param(one.step).param(phase(one))
                .param(one.tenant.value()).update();
    }

    private static int phase(Waiting one) {
        return one.ends ? StatusEventRows.ENDS : StatusEventRows.BEGINS;
    }

    private static Waiting row(ResultSet row, int number) throws SQLException {
        return new Waiting(new TenantId(row.getLong(4)), row.getLong(1), row.getInt(2),
                row.getInt(3) == StatusEventRows.ENDS, ExecutionStatus.valueOf(row.getString(5)),
                row.getTimestamp(6).toInstant(), row.getInt(7));
    }
}
