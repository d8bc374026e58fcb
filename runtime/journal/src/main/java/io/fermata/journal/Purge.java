// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.tenancy.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Deletes finished executions whose time is over, in small batches by key, each its own transaction: never one that is
/// long. Any thread; two nodes that purge at once do no harm.
public final class Purge {

    private static final int ITEMS = 1_000;

    private final JdbcClient jdbc;

    public Purge(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /// Deletes up to `limit` executions of a tenant that started and ended before that moment.
    ///
    /// @return how many
    public int run(TenantId tenant, Instant before, int limit) {
        List<Long> old = jdbc.sql("""
                SELECT execution_no FROM execution WHERE tenant_id = ? AND execution_no < ? AND stopped_at < ?
                ORDER BY execution_no LIMIT ?""").param(tenant.value()).param(ExecutionNo.first(before, 0))
                .param(Timestamp.from(before)).param(limit).query((row, _) -> row.getLong(1)).list();
        for (long executionNo : old) {
            mapRuns(tenant, executionNo);
            jdbc.sql("DELETE FROM journal WHERE execution_no = ? AND tenant_id = ?").param(executionNo)
                    .param(tenant.value()).update();
            jdbc.sql("DELETE FROM execution_redrive WHERE execution_no = ? AND tenant_id = ?").param(executionNo)
                    .param(tenant.value()).update();
            jdbc.sql("DELETE FROM execution WHERE execution_no = ? AND tenant_id = ?").param(executionNo)
                    .param(tenant.value()).update();
        }
        return old.size();
    }

    /// Children are executions of their own and go with their time; what is deleted here is what the runs knew of them.
    private void mapRuns(TenantId tenant, long executionNo) {
        List<Long> runs = jdbc.sql("SELECT map_run_no FROM map_run WHERE tenant_id = ? AND execution_no = ?")
                .param(tenant.value()).param(executionNo).query((row, _) -> row.getLong(1)).list();
        for (long run : runs) {
            int deleted = ITEMS;
            while (deleted == ITEMS) {
                deleted = jdbc.sql("DELETE FROM map_item WHERE map_run_no = ? AND tenant_id = ? LIMIT " + ITEMS)
                        .param(run).param(tenant.value()).update();
            }
            jdbc.sql("DELETE FROM map_run WHERE map_run_no = ? AND tenant_id = ?").param(run).param(tenant.value())
                    .update();
        }
    }
}
