// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;

/// The statements of a group commit that concern Map Runs.
final class MapChanges {

    private static final String INSERT_RUN = """
            INSERT INTO map_run (map_run_no, tenant_id, shard, execution_no, started_event, state_machine_id, revision_id,
            state_name, label, uuid, plan, status, started_at, stop_wanted, max_concurrency, tolerated_count,
            tolerated_percentage, read_items, read_children, complete, released_children, succeeded_children,
            failed_children, timed_out_children, aborted_children, succeeded_items, failed_items, timed_out_items,
            aborted_items, results_written, redrive_count, limits)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'RUNNING', ?, FALSE, ?, ?, ?, 0, 0, FALSE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ?)
            """;

    // children are taken back by whoever drives the run, so that this stays one row
    private static final String REDRIVE = """
            UPDATE map_run SET status = 'RUNNING', stopped_at = NULL, stop_wanted = FALSE, failure = NULL,
            results_written = 0, redrive_count = redrive_count + 1, redriven_at = ?
            WHERE tenant_id = ? AND execution_no = ? AND started_event = ?""";

    private static final String WANT_STOP = """
            UPDATE map_run SET stop_wanted = TRUE WHERE tenant_id = ? AND execution_no = ? AND started_event = ?
            AND status = 'RUNNING'""";

    private static final String END_CHILD = """
            UPDATE map_item SET phase = 3, status = ?, started_at = ?, stopped_at = ?, result = ?
            WHERE map_run_no = ? AND item = ? AND tenant_id = ? AND phase = 2""";

    private MapChanges() {}

    static void write(Connection connection, List<Append> appends) throws SQLException {
        if (appends.stream().allMatch(append -> append.maps().isEmpty())) {
            return;
        }
        try (var insert = connection.prepareStatement(INSERT_RUN);
                var redrive = connection.prepareStatement(REDRIVE);
                var stop = connection.prepareStatement(WANT_STOP);
                var end = connection.prepareStatement(END_CHILD)) {
            for (var append : appends) {
                for (var change : append.maps()) {
                    switch (change) {
                        case MapChange.Begun begun -> bind(insert, append, begun);
                        case MapChange.Redriven(var startedEvent, var at) -> {
                            redrive.setTimestamp(1, Timestamp.from(at));
                            redrive.setLong(2, append.tenant().value());
                            redrive.setLong(3, append.executionNo());
                            redrive.setLong(4, startedEvent);
                            redrive.addBatch();
                        }
                        case MapChange.StopWanted(var startedEvent) -> {
                            stop.setLong(1, append.tenant().value());
                            stop.setLong(2, append.executionNo());
                            stop.setLong(3, startedEvent);
                            stop.addBatch();
                        }
                        case MapChange.ChildEnded ended -> bind(end, append, ended);
                    }
                }
            }
            insert.executeBatch();
            redrive.executeBatch();
            stop.executeBatch();
            end.executeBatch();
        }
    }

    private static void bind(PreparedStatement to, Append append, MapChange.Begun run) throws SQLException {
        to.setLong(1, run.mapRunNo());
        to.setLong(2, append.tenant().value());
        to.setInt(3, append.shard());
        to.setLong(4, append.executionNo());
        to.setLong(5, run.startedEvent());
        to.setLong(6, run.stateMachineId());
        to.setLong(7, run.revisionId());
        to.setString(8, run.stateName());
        to.setString(9, run.label());
        to.setString(10, run.uuid());
        to.setBytes(11, run.plan());
        to.setTimestamp(12, Timestamp.from(run.startedAt()));
        to.setLong(13, run.bounds().maxConcurrency());
        to.setLong(14, run.bounds().toleratedCount());
        to.setDouble(15, run.bounds().toleratedPercentage());
        to.setString(16, run.limits().name());
        to.addBatch();
    }

    private static void bind(PreparedStatement to, Append append, MapChange.ChildEnded child) throws SQLException {
        to.setString(1, child.status().name());
        to.setTimestamp(2, Timestamp.from(child.startedAt()));
        to.setTimestamp(3, Timestamp.from(child.stoppedAt()));
        to.setBytes(4, child.result());
        to.setLong(5, child.mapRunNo());
        to.setLong(6, child.item());
        to.setLong(7, append.tenant().value());
        to.addBatch();
    }
}
