// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.tenancy.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Deletes finished executions whose time is over, in small batches by key, each its own transaction: never one that is
/// long. A batch costs nine statements, and one more for each thousand rows of journals or items of Map Runs and for each
/// twenty large values. Any thread;
/// two nodes that purge at once do no harm, and what a crash leaves half done is found again by the execution's row, which
/// goes last.
public final class Purge {

    private static final int ROWS = 1_000;
    private static final int LARGE_ROWS = 20;

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
        if (!old.isEmpty()) {
            mapRuns(tenant, old);
            delete("DELETE FROM journal WHERE execution_no IN (:numbers) AND tenant_id = :tenant LIMIT :rows", tenant,
                    old);
            delete("DELETE FROM journal_value WHERE execution_no IN (:numbers) AND tenant_id = :tenant LIMIT :rows",
                    tenant, old, LARGE_ROWS);
            delete("DELETE FROM execution_redrive WHERE execution_no IN (:numbers) AND tenant_id = :tenant LIMIT :rows",
                    tenant, old);
            delete("DELETE FROM execution WHERE execution_no IN (:numbers) AND tenant_id = :tenant LIMIT :rows", tenant,
                    old);
        }
        return old.size();
    }

    /// Children are executions of their own and go with their time; what is deleted here is what the runs knew of them.
    private void mapRuns(TenantId tenant, List<Long> executions) {
        List<Long> runs = jdbc
                .sql("SELECT map_run_no FROM map_run WHERE tenant_id = :tenant AND execution_no IN (:numbers)")
                .param("tenant", tenant.value()).param("numbers", executions).query((row, _) -> row.getLong(1)).list();
        if (!runs.isEmpty()) {
            delete("DELETE FROM map_item WHERE map_run_no IN (:numbers) AND tenant_id = :tenant LIMIT :rows", tenant,
                    runs);
            delete("DELETE FROM map_run WHERE map_run_no IN (:numbers) AND tenant_id = :tenant LIMIT :rows", tenant,
                    runs);
        }
    }

    private void delete(String sql, TenantId tenant, List<Long> numbers) {
        delete(sql, tenant, numbers, ROWS);
    }

    private void delete(String sql, TenantId tenant, List<Long> numbers, int rows) {
        int deleted = rows;
        while (deleted == rows) {
            deleted = jdbc.sql(sql).param("numbers", numbers).param("tenant", tenant.value()).param("rows", rows)
                    .update();
        }
    }
}
