// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.SealingKey;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;

/// What was logged of Express executions, kept for the console: a bounded number of rows for each tenant, for a bounded
/// time. One row holds the lines that one execution wrote in one go. Any thread.
public final class ExecutionLogTable {

    /// The most rows that are kept of a tenant.
    public static final int MOST_ROWS = 100_000;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final StepCodec codec;

    public ExecutionLogTable(DataSource dataSource, StepCodec codec) {
        this.template = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(template);
        this.codec = codec.patient();
    }

    /// Lines of one execution.
    ///
    /// @param stateMachine name of the machine
    /// @param runId the last part of the execution's ARN
    /// @param first when the first of these lines was written
    /// @param last when the last one was
    /// @param status where the execution stood after them
    /// @param lines JSON objects, one for each event
    /// @param sealing a data key under the customer's key; null for the tenant's own
    public record Part(TenantId tenant, @Nullable SealingKey sealing, String stateMachine, String name, String runId,
            Instant first, Instant last,
            ExecutionStatus status, List<String> lines) {

        public Part {
            lines = List.copyOf(lines);
        }
    }

    /// What a list shows of an execution.
    ///
    /// @param status where it stood when the last line was written
    public record Logged(String name, String runId, Instant first, Instant last, ExecutionStatus status) {}

    /// Writes parts, in one statement for all.
    public void write(List<Part> parts) {
        template.batchUpdate(
                """
                        INSERT INTO execution_log (tenant_id, state_machine, name, run_id, first_at, last_at, status, line_count,
                        payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                parts, parts.size(), (to, part) -> {
                    to.setLong(1, part.tenant.value());
                    to.setString(2, part.stateMachine);
                    to.setString(3, part.name);
                    to.setString(4, part.runId);
                    to.setTimestamp(5, Timestamp.from(part.first));
                    to.setTimestamp(6, Timestamp.from(part.last));
                    to.setString(7, part.status.name());
                    to.setInt(8, part.lines.size());
                    var all = JsonNodeFactory.instance.arrayNode();
                    part.lines.forEach(all::add);
                    to.setBytes(9, codec.encodeValue(part.tenant, part.sealing, all));
                });
    }

    /// The executions of a machine that the newest rows are of, newest first.
    ///
    /// @param rows how many rows are looked at
    public List<Logged> newest(TenantId tenant, String stateMachine, int rows) {
        var newest = jdbc
                .sql("""
                        SELECT name, run_id, first_at, last_at, status FROM execution_log WHERE tenant_id = ? AND state_machine = ?
                        ORDER BY log_no DESC LIMIT ?""")
                .param(tenant.value()).param(stateMachine).param(rows)
                .query((row, _) -> new Logged(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant(), ExecutionStatus.valueOf(row.getString(5))))
                .list();
        return joined(newest);
    }

    /// One for each execution: the newest row says how it stands, the oldest when it began.
    private static List<Logged> joined(List<Logged> newestFirst) {
        var joined = new LinkedHashMap<String, Logged>();
        newestFirst.forEach(row -> joined.merge(row.runId, row,
                (newer, older) -> new Logged(newer.name, newer.runId, older.first, newer.last, newer.status)));
        return List.copyOf(joined.values());
    }

    /// The execution with that name and run, as its lines tell it; empty when nothing of it is kept.
    public List<Logged> find(TenantId tenant, String stateMachine, String name, String runId) {
        return joined(jdbc
                .sql("""
                        SELECT name, run_id, first_at, last_at, status FROM execution_log WHERE tenant_id = ? AND state_machine = ?
                        AND run_id = ? AND name = ? ORDER BY log_no DESC""")
                .param(tenant.value()).param(stateMachine)
                .param(runId).param(name)
                .query((row, _) -> new Logged(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant(), ExecutionStatus.valueOf(row.getString(5))))
                .list());
    }

    /// The lines of an execution, oldest first, at most about that many.
    public List<String> lines(TenantId tenant, String stateMachine, String runId, int limit) {
        var lines = new ArrayList<String>();
        long after = 0;
        while (lines.size() < limit) {
            var next = jdbc.sql("""
                    SELECT log_no, payload FROM execution_log WHERE tenant_id = ? AND state_machine = ? AND run_id = ?
                    AND log_no > ? ORDER BY log_no LIMIT 1""").param(tenant.value()).param(stateMachine).param(runId)
                    .param(after).query((row, _) -> new Row(row.getLong(1), row.getBytes(2))).optional();
            if (next.isEmpty()) {
                return lines;
            }
            after = next.get().number;
            codec.decodeValue(tenant, next.get().payload).forEach(line -> lines.add(line.stringValue()));
        }
        return lines;
    }

    private record Row(long number, byte[] payload) {}

    /// Deletes up to `limit` rows of a tenant that are older than that moment, or beyond the number that is kept.
    ///
    /// @return how many
    public int purge(TenantId tenant, Instant before, int limit) {
        // numbers grow with time, so what is old stands first
        var old = jdbc.sql("""
                SELECT COALESCE(MAX(log_no), 0) FROM (SELECT log_no, last_at FROM execution_log WHERE tenant_id = ?
                ORDER BY log_no LIMIT ?) oldest WHERE last_at < ?""").param(tenant.value()).param(limit)
                .param(Timestamp.from(before)).query(Long.class).single();
        var beyond = jdbc
                .sql("SELECT log_no FROM execution_log WHERE tenant_id = ? ORDER BY log_no DESC LIMIT 1 OFFSET ?")
                .param(tenant.value()).param(MOST_ROWS).query(Long.class).optional().orElse(0L);
        return jdbc.sql("DELETE FROM execution_log WHERE tenant_id = ? AND log_no <= ? ORDER BY log_no LIMIT ?")
                .param(tenant.value()).param(Math.max(old, beyond)).param(limit).update();
    }
}
