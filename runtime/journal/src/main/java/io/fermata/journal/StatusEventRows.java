// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Notes the status changes of a group commit that somebody wants to hear of, in that very commit: one multi-row insert,
/// and none when nobody listens.
final class StatusEventRows {

    static final int BEGINS = 0;
    static final int ENDS = 1;

    private static final String INSERT = """
            INSERT INTO execution_event (execution_no, step, phase, tenant_id, status, at, attempt, due_at)
            VALUES (?, ?, ?, ?, ?, ?, 0, NOW(6))""";

    private StatusEventRows() {}

    /// @param listened the ids of the tenants whose changes are noted
    static void write(Connection connection, List<Append> appends, Set<Long> listened) throws SQLException {
        if (listened.isEmpty()) {
            return;
        }
        var changed = appends.stream().filter(append -> listened.contains(append.tenant().value()))
                .filter(append -> begins(append) || ends(append)).toList();
        if (changed.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(INSERT)) {
            for (var append : changed) {
                if (begins(append)) {
                    add(statement, append, BEGINS, ExecutionStatus.RUNNING, beginning(append));
                }
                if (ends(append)) {
                    add(statement, append, ENDS, change(append).status(), ending(append));
                }
            }
            statement.executeBatch();
        }
    }

    private static boolean begins(Append append) {
        var change = append.change();
        return append.row() != null && (append.start() != null || change != null && change.redrive() != null);
    }

    private static boolean ends(Append append) {
        var change = append.change();
        return append.row() != null && change != null && change.status().closed();
    }

    private static Instant beginning(Append append) {
        var start = append.start();
        if (start != null) {
            return start.startedAt();
        }
        var redrive = change(append).redrive();
        return redrive == null ? ending(append) : redrive.at();
    }

    private static Instant ending(Append append) {
        var stopped = change(append).stoppedAt();
        if (stopped == null) {
            throw new IllegalArgumentException("no time of its end in " + append);
        }
        return stopped;
    }

    private static Append.Change change(Append append) {
        var change = append.change();
        if (change == null) {
            throw new IllegalArgumentException("no change in " + append);
        }
        return change;
    }

    private static void add(PreparedStatement to, Append append, int phase, ExecutionStatus status, Instant at)
            throws SQLException {
        var row = append.row();
        if (row == null) {
            throw new IllegalArgumentException("no step in " + append);
        }
        to.setLong(1, append.executionNo());
        to.setInt(2, row.step());
        to.setInt(3, phase);
        to.setLong(4, append.tenant().value());
        to.setString(5, status.name());
        to.setTimestamp(6, Timestamp.from(at));
        to.addBatch();
    }
}
