// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import io.fermata.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Reads the children of Map Runs. Any thread.
public final class MapItemTable {

    private final JdbcClient jdbc;
    private final StepCodec codec;

    public MapItemTable(DataSource dataSource, StepCodec codec) {
        this.jdbc = JdbcClient.create(dataSource);
        this.codec = codec;
    }

    /// A child that may start.
    ///
    /// @param executionNo the number it was to start under, or has run under; 0 when it has none
    /// @param input sealed, what {@link #input} opens
    /// @param again whether it has run before, and ended
    public record Startable(TenantId tenant, long mapRunNo, long item, int shard, long executionNo, byte[] input,
            boolean again) {

        /// The same as if it had never run.
        public Startable anew() {
            return new Startable(tenant, mapRunNo, item, shard, executionNo, input, false);
        }
    }

    /// A child that has ended.
    ///
    /// @param executionNo 0 when it could not be started
    public record Ended(long item, long executionNo, ExecutionStatus status, int items) {}

    /// All of a child, for the results of its run.
    ///
    /// @param executionNo 0 when it has not started
    /// @param status null when it has not ended
    /// @param result what it ended with; null when it has not
    /// @param redrives how often it was made to run again
    public record Child(long item, long executionNo, @Nullable ExecutionStatus status, @Nullable Instant startedAt,
            @Nullable Instant stoppedAt, JsonNode input, @Nullable JsonNode result, int redrives) {}

    /// A number of children, and how many items they stand for.
    public record Size(long children, long items) {}

    /// How many children there are in a phase and with a status, and how many items they stand for.
    public record Live(boolean running, @Nullable ExecutionStatus status, long children, long items) {}

    /// The input of a child.
    ///
    /// @throws io.fermata.tenancy.keys.KeyAbsentException when it is sealed under a customer's key that is not in memory
    public JsonNode input(Startable child) {
        return codec.decodeValue(child.tenant, child.input);
    }

    /// Children that may start on those shards.
    ///
    /// @param without numbers of Map Runs whose children are left alone
    public List<Startable> released(Collection<Integer> shards, Collection<Long> without, int limit) {
        if (shards.isEmpty()) {
            return List.of();
        }
        var others = without.isEmpty() ? List.of(0L) : without;
        return jdbc.sql("""
                /* system */ SELECT tenant_id, map_run_no, item, shard, COALESCE(execution_no, 0), input,
                execution_no IS NOT NULL FROM map_item WHERE shard IN (:shards) AND phase = 1
                AND map_run_no NOT IN (:without) LIMIT :limit""").param("without", others).param("shards", shards)
                .param("limit", limit)
                .query((row, _) -> startable(row)).list();
    }

    /// Children of a shard that an earlier owner was about to start, or to make go on, and did not.
    public List<Startable> claimedInVain(int shard) {
        return jdbc.sql("""
                /* system */ SELECT i.tenant_id, i.map_run_no, i.item, i.shard, i.execution_no, i.input,
                e.execution_no IS NOT NULL OR i.redrives > 0
                FROM map_item i
                LEFT JOIN execution e ON e.execution_no = i.execution_no AND e.tenant_id = i.tenant_id
                WHERE i.shard = ? AND i.phase = 2
                AND (e.execution_no IS NULL OR e.stopped_at IS NOT NULL)""").param(shard)
                .query((row, _) -> startable(row)).list();
    }

    private Startable startable(ResultSet row) throws SQLException {
        var tenant = new TenantId(row.getLong(1));
        return new Startable(tenant, row.getLong(2), row.getLong(3), row.getInt(4), row.getLong(5),
                row.getBytes(6), row.getBoolean(7));
    }

    /// Children of a run that have ended and are not counted.
    public List<Ended> ended(TenantId tenant, long mapRunNo, int limit) {
        return jdbc.sql("""
                SELECT item, COALESCE(execution_no, 0), status, items FROM map_item
                WHERE map_run_no = ? AND tenant_id = ? AND phase = 3 ORDER BY item LIMIT ?""").param(mapRunNo)
                .param(tenant.value()).param(limit).query((row, _) -> ended(row)).list();
    }

    /// Children of a run that have ended, and not well, and are counted, among those numbers.
    public List<Ended> unsuccessful(TenantId tenant, long mapRunNo, long from, long to, int limit) {
        return jdbc
                .sql("""
                        SELECT item, COALESCE(execution_no, 0), status, items FROM map_item
                        WHERE map_run_no = ? AND tenant_id = ? AND phase = 4 AND status <> 'SUCCEEDED' AND item >= ? AND item < ?
                        ORDER BY item LIMIT ?""")
                .param(mapRunNo).param(tenant.value()).param(from).param(to).param(limit)
                .query((row, _) -> ended(row)).list();
    }

    private static Ended ended(ResultSet row) throws SQLException {
        return new Ended(row.getLong(1), row.getLong(2), ExecutionStatus.valueOf(row.getString(3)), row.getInt(4));
    }

    /// How many children of a run may start, run, or have ended and are not counted.
    public long inFlight(TenantId tenant, long mapRunNo) {
        return jdbc.sql("""
                SELECT COUNT(*) FROM map_item WHERE map_run_no = ? AND tenant_id = ? AND phase IN (1, 2, 3)""")
                .param(mapRunNo).param(tenant.value()).query(Long.class).single();
    }

    /// The number behind the last of the next children that wait for their turn.
    ///
    /// @param from the number of the first that may be among them
    /// @param limit how many, at least one
    /// @return `from` when none waits
    public long behindNext(TenantId tenant, long mapRunNo, long from, long limit) {
        return jdbc.sql("""
                SELECT COALESCE(MAX(item) + 1, ?) FROM (SELECT item FROM map_item WHERE map_run_no = ? AND tenant_id = ?
                AND phase = 0 AND item >= ? ORDER BY item LIMIT ?) waiting""").param(from).param(mapRunNo)
                .param(tenant.value()).param(from).param(limit).query(Long.class).single();
    }

    /// Children of a run that have run and wait for their turn to run again.
    public Size pendingRedrive(TenantId tenant, long mapRunNo) {
        return jdbc.sql("""
                SELECT COUNT(*), COALESCE(SUM(items), 0) FROM map_item WHERE map_run_no = ? AND tenant_id = ?
                AND phase IN (0, 1) AND execution_no IS NOT NULL""").param(mapRunNo).param(tenant.value())
                .query((row, _) -> new Size(row.getLong(1), row.getLong(2))).single();
    }

    /// Numbers of the executions of a run's children that have started and not ended.
    public List<Long> running(TenantId tenant, long mapRunNo, long after, int limit) {
        return jdbc.sql("""
                SELECT execution_no FROM map_item WHERE map_run_no = ? AND tenant_id = ? AND phase = 2
                AND execution_no > ? ORDER BY execution_no LIMIT ?""").param(mapRunNo).param(tenant.value())
                .param(after).param(limit).query((row, _) -> row.getLong(1)).list();
    }

    /// The children of a run in the order of their items. Waits for KMS where a customer's key seals them.
    public List<Child> children(TenantId tenant, long mapRunNo, long from, int limit) {
        return jdbc.sql("""
                SELECT item, COALESCE(execution_no, 0), status, started_at, stopped_at, input, result, redrives
                FROM map_item
                WHERE map_run_no = ? AND tenant_id = ? AND item >= ? ORDER BY item LIMIT ?""").param(mapRunNo)
                .param(tenant.value()).param(from).param(limit).query((row, _) -> {
                    var status = row.getString(3);
                    return new SealedChild(row.getLong(1), row.getLong(2),
                            status == null ? null : ExecutionStatus.valueOf(status), instant(row.getTimestamp(4)),
                            instant(row.getTimestamp(5)), row.getBytes(6), row.getBytes(7), row.getInt(8));
                }).list().stream().map(child -> child.opened(tenant, codec.patient())).toList();
    }

    /// A child as its row has it. Opened when the statement is over, because that may wait for KMS.
    private record SealedChild(long item, long executionNo, @Nullable ExecutionStatus status,
            @Nullable Instant startedAt, @Nullable Instant stoppedAt, byte[] input, byte @Nullable [] result,
            int redrives) {

        Child opened(TenantId tenant, StepCodec codec) {
            return new Child(item, executionNo, status, startedAt, stoppedAt, codec.decodeValue(tenant, input),
                    result == null ? null : codec.decodeValue(tenant, result), redrives);
        }
    }

    /// Children that run, or have ended and are not counted yet.
    public List<Live> live(TenantId tenant, long mapRunNo) {
        return jdbc.sql("""
                SELECT phase, status, COUNT(*), SUM(items) FROM map_item WHERE map_run_no = ? AND tenant_id = ?
                AND phase IN (2, 3) GROUP BY phase, status""").param(mapRunNo).param(tenant.value())
                .query((row, _) -> {
                    var status = row.getString(2);
                    return new Live(row.getInt(1) == 2, status == null ? null : ExecutionStatus.valueOf(status),
                            row.getLong(3), row.getLong(4));
                }).list();
    }

    /// How many items each of those children stands for.
    public Map<Long, Integer> itemCounts(TenantId tenant, long mapRunNo, Collection<Long> children) {
        var counts = new TreeMap<Long, Integer>();
        if (!children.isEmpty()) {
            jdbc.sql("""
                    SELECT item, items FROM map_item WHERE map_run_no = :run AND tenant_id = :tenant
                    AND item IN (:children)""").param("run", mapRunNo).param("tenant", tenant.value())
                    .param("children", children).query(row -> {
                        counts.put(row.getLong(1), row.getInt(2));
                    });
        }
        return counts;
    }

    /// Which of those children have run and wait for their turn to run again.
    public Set<Long> pendingRedrive(TenantId tenant, long mapRunNo, Collection<Long> children) {
        return children.isEmpty()
                ? Set.of()
                : Set.copyOf(jdbc.sql("""
                        SELECT item FROM map_item WHERE map_run_no = :run AND tenant_id = :tenant
                        AND item IN (:children) AND phase IN (0, 1) AND execution_no IS NOT NULL""")
                        .param("run", mapRunNo).param("tenant", tenant.value()).param("children", children)
                        .query(Long.class).list());
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
