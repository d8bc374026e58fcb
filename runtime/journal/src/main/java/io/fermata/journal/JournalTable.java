// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.Recorded;
import io.fermata.tenancy.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the steps of executions. Any thread.
public final class JournalTable {

    private final JdbcClient jdbc;
    private final StepCodec codec;

    public JournalTable(DataSource dataSource, StepCodec codec) {
        this.jdbc = JdbcClient.create(dataSource);
        this.codec = codec;
    }

    /// All that an execution's journal holds, and how many steps that is.
    public record Read(List<Recorded> entries, int steps) {}

    /// The whole journal of an execution. Costs one statement and the bytes of the history.
    public Read read(TenantId tenant, long executionNo) {
        var entries = new ArrayList<Recorded>();
        int[] steps = {0};
        jdbc.sql("SELECT payload FROM journal WHERE execution_no = ? AND tenant_id = ? ORDER BY step")
                .param(executionNo).param(tenant.value()).query(row -> {
                    entries.addAll(codec.decode(tenant, row.getBytes(1)));
                    steps[0]++;
                });
        return new Read(entries, steps[0]);
    }

    /// The events of an execution with ids from `from` to `to`, in order. Reads only the steps that hold them.
    public List<Recorded> events(TenantId tenant, long executionNo, long from, long to) {
        var events = new ArrayList<Recorded>();
        jdbc.sql("""
                SELECT payload FROM journal WHERE execution_no = ? AND tenant_id = ? AND last_event >= ?
                AND first_event <= ? ORDER BY step""").param(executionNo).param(tenant.value()).param(from).param(to)
                .query(row -> {
                    for (var recorded : codec.decode(tenant, row.getBytes(1))) {
                        if (recorded.id() >= from && recorded.id() <= to && recorded.id() > 0) {
                            events.add(recorded);
                        }
                    }
                });
        return events;
    }

    /// The first step of an execution and the last one, each once, in two looks by the primary key: what began an execution
    /// and what ended it.
    public List<Recorded> outermost(TenantId tenant, long executionNo) {
        var entries = new ArrayList<Recorded>();
        jdbc.sql("""
                (SELECT payload FROM journal WHERE execution_no = ? AND tenant_id = ? AND step = 1)
                UNION ALL (SELECT payload FROM journal WHERE execution_no = ? AND tenant_id = ? AND step > 1
                ORDER BY step DESC LIMIT 1)""").param(executionNo).param(tenant.value()).param(executionNo)
                .param(tenant.value()).query(row -> {
                    entries.addAll(codec.decode(tenant, row.getBytes(1)));
                });
        return entries;
    }

    /// What the same two steps hold that were kept after their commit. Reads nothing.
    public List<Recorded> outermost(RecentExecutions.Recent recent) {
        var tenant = recent.row().tenant();
        var entries = new ArrayList<>(codec.decode(tenant, recent.first()));
        var last = recent.last();
        if (last != null) {
            entries.addAll(codec.decode(tenant, last));
        }
        return entries;
    }

    /// The id of the last durable event; 0 when there is none. One look at the end of the primary key.
    public long lastEvent(TenantId tenant, long executionNo) {
        return jdbc.sql("""
                SELECT last_event FROM journal WHERE execution_no = ? AND tenant_id = ? ORDER BY step DESC LIMIT 1""")
                .param(executionNo).param(tenant.value()).query(Long.class).optional().orElse(0L);
    }

    /// Whether the journal has this very step. Its number alone does not say so, because another owner of the shard may have
    /// written a step of that number; its bytes do, because no two are sealed alike.
    static boolean holds(Connection connection, Append append) throws SQLException {
        var row = append.row();
        if (row == null) {
            return false;
        }
        try (var select = connection.prepareStatement(
                "SELECT payload FROM journal WHERE execution_no = ? AND step = ? AND tenant_id = ?")) {
            select.setLong(1, append.executionNo());
            select.setInt(2, row.step());
            select.setLong(3, append.tenant().value());
            try (var found = select.executeQuery()) {
                return found.next() && Arrays.equals(found.getBytes(1), row.payload());
            }
        }
    }
}
