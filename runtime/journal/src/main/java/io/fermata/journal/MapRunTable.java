// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.Limits;
import io.fermata.engine.MapRunBounds;
import io.fermata.engine.MapRunPlan;
import io.fermata.journal.MapRunRow.Counts;
import io.fermata.journal.MapRunRow.Status;
import io.fermata.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Reads Map Runs, and changes what is changed from outside. Any thread; what a customer's key seals makes its caller wait for
/// KMS.
public final class MapRunTable {

    private static final String COLUMNS = """
            SELECT map_run_no, tenant_id, execution_no, started_event, state_machine_id, revision_id, state_name, label, uuid,
            status, started_at, stopped_at, stop_wanted, failure IS NOT NULL, max_concurrency, tolerated_count,
            tolerated_percentage, released_children, succeeded_children, failed_children, timed_out_children,
            aborted_children, read_children, succeeded_items, failed_items, timed_out_items, aborted_items, read_items,
            complete, results_written, redrive_count, redriven_at, redrives_begun, limits FROM map_run
            """;

    private final JdbcClient jdbc;
    private final StepCodec codec;

    public MapRunTable(DataSource dataSource, StepCodec codec) {
        this.jdbc = JdbcClient.create(dataSource);
        this.codec = codec.patient();
    }

    /// The run of that number.
    public Optional<MapRunRow> find(TenantId tenant, long mapRunNo) {
        return jdbc.sql(COLUMNS + "WHERE map_run_no = ? AND tenant_id = ?").param(mapRunNo).param(tenant.value())
                .query(MapRunTable::row).optional();
    }

    /// The run that is called so.
    public Optional<MapRunRow> find(TenantId tenant, String uuid) {
        return jdbc.sql(COLUMNS + "WHERE tenant_id = ? AND uuid = ?").param(tenant.value()).param(uuid)
                .query(MapRunTable::row).optional();
    }

    /// The runs of an execution, oldest first.
    ///
    /// @param after only runs that began with a later event, for paging
    public List<MapRunRow> list(TenantId tenant, long executionNo, long after, int limit) {
        return jdbc.sql(COLUMNS + """
                WHERE tenant_id = ? AND execution_no = ? AND started_event > ? ORDER BY started_event LIMIT ?""")
                .param(tenant.value()).param(executionNo).param(after).param(limit).query(MapRunTable::row).list();
    }

    /// The runs of a shard that are under way, for its owner to drive them.
    public List<MapRunRow> running(int shard) {
        return jdbc.sql("/* system */ " + COLUMNS + "WHERE shard = ? AND status = 'RUNNING'").param(shard)
                .query(MapRunTable::row).list();
    }

    /// What a run was given.
    public MapRunPlan plan(TenantId tenant, long mapRunNo) {
        return MapRunPlan.of(codec.decodeValue(tenant,
                jdbc.sql("SELECT plan FROM map_run WHERE map_run_no = ? AND tenant_id = ?").param(mapRunNo)
                        .param(tenant.value()).query(byte[].class).single()));
    }

    /// Why a run is going to fail: `error` and `cause`; empty when it is not.
    public Optional<JsonNode> failure(TenantId tenant, long mapRunNo) {
        return jdbc.sql("SELECT failure FROM map_run WHERE map_run_no = ? AND tenant_id = ? AND failure IS NOT NULL")
                .param(mapRunNo).param(tenant.value()).query(byte[].class).optional()
                .map(bytes -> codec.decodeValue(tenant, bytes));
    }

    /// Changes the bounds of a run that is under way. Null members stay.
    ///
    /// @return false when it has ended
    public boolean update(TenantId tenant, long mapRunNo, @Nullable Long maxConcurrency, @Nullable Long toleratedCount,
            @Nullable Double toleratedPercentage) {
        return jdbc.sql("""
                UPDATE map_run SET max_concurrency = COALESCE(?, max_concurrency),
                tolerated_count = COALESCE(?, tolerated_count),
                tolerated_percentage = COALESCE(?, tolerated_percentage)
                WHERE map_run_no = ? AND tenant_id = ? AND status = 'RUNNING'""").param(maxConcurrency)
                .param(toleratedCount).param(toleratedPercentage).param(mapRunNo).param(tenant.value()).update() > 0;
    }

    private static MapRunRow row(ResultSet row, int number) throws SQLException {
        var stopped = row.getTimestamp(12);
        var redriven = row.getTimestamp(32);
        return new MapRunRow(row.getLong(1), new TenantId(row.getLong(2)), row.getLong(3), row.getLong(4),
                row.getLong(5), row.getLong(6), row.getString(7), row.getString(8), row.getString(9),
                Status.valueOf(row.getString(10)), row.getTimestamp(11).toInstant(),
                stopped == null ? null : stopped.toInstant(), row.getBoolean(13), row.getBoolean(14),
                new MapRunBounds(row.getLong(15), row.getLong(16), row.getDouble(17)), row.getLong(18),
                counts(row, 19), counts(row, 24), row.getBoolean(29), row.getLong(30), row.getInt(31),
                redriven == null ? null : redriven.toInstant(), row.getInt(33), Limits.valueOf(row.getString(34)));
    }

    private static Counts counts(ResultSet row, int first) throws SQLException {
        return new Counts(row.getLong(first), row.getLong(first + 1), row.getLong(first + 2), row.getLong(first + 3),
                row.getLong(first + 4));
    }
}
