// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.tenancy.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which executions want their owner's attention. `wake_at` has three values: {@link #RESIDENT} while the execution is
/// in its owner's memory, a later moment when it is due then, null when only a signal can move it. So what a dead owner
/// held in memory and what is due are found by one index.
public final class WakeIndex {

    /// The value of an execution that is in its owner's memory.
    public static final Instant RESIDENT = Instant.EPOCH;

    private final JdbcClient jdbc;

    public WakeIndex(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /// An execution to load.
    public record Sleeper(TenantId tenant, long executionNo) {}

    /// What the new owner of a shard must load: all that was in memory, and all that is due. Pages by number.
    public List<Sleeper> awake(int shard, long after, int limit) {
        return jdbc.sql("""
                /* system */ SELECT tenant_id, execution_no FROM execution WHERE shard = ? AND wake_at <= NOW(6)
                AND quarantined_at IS NULL AND execution_no > ? ORDER BY execution_no LIMIT ?""").param(shard)
                .param(after).param(limit)
                .query((row, _) -> new Sleeper(new TenantId(row.getLong(1)), row.getLong(2))).list();
    }

    /// What is due on owned shards and not in memory.
    public List<Sleeper> due(Collection<Integer> shards, int limit) {
        if (shards.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                /* system */ SELECT tenant_id, execution_no FROM execution WHERE shard IN (:shards)
                AND wake_at > '1970-01-02 00:00:00' AND wake_at <= NOW(6) AND quarantined_at IS NULL
                ORDER BY wake_at LIMIT :limit""").param("shards", shards).param("limit", limit)
                .query((row, _) -> new Sleeper(new TenantId(row.getLong(1)), row.getLong(2))).list();
    }

    /// How late the most overdue evicted execution is, in seconds; 0 when none is.
    public double lagSeconds() {
        return jdbc
                .sql("""
                        /* system */ SELECT COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(wake_at), NOW(6)), 0) / 1000000 FROM execution
                        WHERE wake_at > '1970-01-02 00:00:00' AND wake_at <= NOW(6) AND quarantined_at IS NULL""")
                .query(Double.class).single();
    }
}
