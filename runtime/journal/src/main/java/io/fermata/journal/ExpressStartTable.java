// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.Limits;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.SealingKey;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The rows of asynchronous Express executions under way. They are written and deleted by group commits; this reads them
/// for the new owner of a shard. Any thread.
public final class ExpressStartTable {

    private final JdbcClient jdbc;
    private final StepCodec codec;

    public ExpressStartTable(DataSource dataSource, StepCodec codec) {
        this.jdbc = JdbcClient.create(dataSource);
        this.codec = codec;
    }

    /// An execution that was under way.
    ///
    /// @param runId the last part of its ARN
    /// @param restarts how often an owner of the shard has started it anew
    public record Start(long startNo, TenantId tenant, long stateMachineId, long revisionId, String name, String runId,
            Instant startedAt, String startedBy, int restarts, byte[] input,
            Limits limits) {}

    /// An input as the rows hold it.
    ///
    /// @param sealing a data key under the customer's key; null for the tenant's own
    public byte[] seal(TenantId tenant, @Nullable SealingKey sealing, JsonNode input) {
        return codec.encodeValue(tenant, sealing, input);
    }

    /// The input of a row.
    ///
    /// @throws io.fermata.tenancy.keys.KeyAbsentException when it is sealed under a customer's key that is not in memory
    public JsonNode open(Start start) {
        return codec.decodeValue(start.tenant, start.input);
    }

    /// The greatest number of a row on a shard, 0 when there is none.
    public long last(int shard) {
        return jdbc.sql("/* system */ SELECT COALESCE(MAX(start_no), 0) FROM express_start WHERE shard = ?")
                .param(shard)
                .query(Long.class).single();
    }

    /// What is under way on a shard, with numbers above `after` and up to `last`, in their order.
    public List<Start> onShard(int shard, long after, long last, int limit) {
        return jdbc
                .sql("""
                        /* system */ SELECT start_no, tenant_id, state_machine_id, revision_id, name, run_id, started_at,
                        started_by, restarts, input, limits FROM express_start WHERE shard = ? AND start_no > ? AND start_no <= ?
                        ORDER BY start_no LIMIT ?""")
                .param(shard).param(after).param(last).param(limit)
                .query((row, _) -> new Start(row.getLong(1), new TenantId(row.getLong(2)), row.getLong(3),
                        row.getLong(4), row.getString(5), row.getString(6), row.getTimestamp(7).toInstant(),
                        row.getString(8), row.getInt(9), row.getBytes(10),
                        Limits.valueOf(row.getString(11))))
                .list();
    }

    /// Notes that an owner of the shard starts an execution anew.
    public void restarted(Start start) {
        jdbc.sql("UPDATE express_start SET restarts = restarts + 1 WHERE start_no = ? AND tenant_id = ?")
                .param(start.startNo).param(start.tenant.value()).update();
    }
}
