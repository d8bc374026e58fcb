// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The statements of a group commit: one multi-row insert for each table, however many executions take part. Per step in
/// steady state: one journal row, and for the first and last step one write of the execution's row.
final class BatchWriter {

    private static final String INSERT_EXECUTION = """
            INSERT INTO execution (execution_no, tenant_id, shard, state_machine_id, revision_id, name, status, started_at,
            stopped_at, wake_at, started_by, parent_execution_no, parent_event, last_event, version_number, alias_name)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String INSERT_STEP = """
            INSERT INTO journal (execution_no, step, tenant_id, first_event, last_event, at, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";

    private static final String INSERT_VALUE = """
            INSERT INTO journal_value (execution_no, value_no, tenant_id, payload) VALUES (?, ?, ?, ?)""";

    private static final String UPDATE_EXECUTION = """
            UPDATE execution SET status = ?, stopped_at = ?, wake_at = ?, last_event = ?
            WHERE execution_no = ? AND tenant_id = ?""";

    private static final String UPDATE_REDRIVEN = """
            UPDATE execution SET redrive_count = ?, redriven_at = ? WHERE execution_no = ? AND tenant_id = ?""";

    private static final String INSERT_REDRIVE = """
            INSERT INTO execution_redrive (redrive_no, redriven_at, execution_no, tenant_id, client_token)
            VALUES (?, ?, ?, ?, ?)""";

    private static final String INSERT_MESSAGE = """
            INSERT INTO inbox (shard, tenant_id, execution_no, message, awaited, arrived_at)
            VALUES (?, ?, ?, ?, FALSE, NOW(6))""";

    private static final String ANSWER_MESSAGE = """
            UPDATE inbox SET answer = ?, answered_at = NOW(6) WHERE id = ? AND tenant_id = ? AND answer IS NULL""";

    // sending it again after a lost connection must do no harm
    private static final String INSERT_EXPRESS = """
            INSERT INTO express_start (start_no, tenant_id, shard, state_machine_id, revision_id, name, run_id, started_at,
            started_by, restarts, input, limits) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
            ON DUPLICATE KEY UPDATE restarts = restarts""";

    private static final String DELETE_EXPRESS = "DELETE FROM express_start WHERE start_no = ? AND tenant_id = ?";

    private BatchWriter() {}

    static void write(Connection connection, List<Append> appends) throws SQLException {
        each(connection, appends, append -> append.start() != null, INSERT_EXECUTION, BatchWriter::execution);
        values(connection, appends);
        each(connection, appends, append -> append.row() != null, INSERT_STEP, BatchWriter::step);
        each(connection, appends, append -> append.start() == null && append.change() != null, UPDATE_EXECUTION,
                BatchWriter::change);
        each(connection, appends, append -> redrive(append) != null, UPDATE_REDRIVEN, BatchWriter::redriven);
        each(connection, appends, append -> redrive(append) != null, INSERT_REDRIVE, (to, append) -> {
            redriven(to, append);
            to.setString(5, Objects.requireNonNull(redrive(append)).clientToken());
        });
        each(connection, appends, append -> append.toParent() != null, INSERT_MESSAGE, BatchWriter::message);
        each(connection, appends, append -> append.answer() != null, ANSWER_MESSAGE, BatchWriter::answer);
        each(connection, appends, append -> append.express() instanceof Append.Express.Begins, INSERT_EXPRESS,
                BatchWriter::expressBegins);
        each(connection, appends, append -> append.express() instanceof Append.Express.Ended, DELETE_EXPRESS,
                (to, append) -> {
                    to.setLong(1, append.executionNo());
                    to.setLong(2, append.tenant().value());
                });
        MapChanges.write(connection, appends);
    }

    private static void values(Connection connection, List<Append> appends) throws SQLException {
        if (appends.stream().allMatch(append -> append.row() == null || append.row().values().isEmpty())) {
            return;
        }
        try (var insert = connection.prepareStatement(INSERT_VALUE)) {
            for (var append : appends) {
                for (var value : append.row() == null ? List.<LargeValue>of() : append.row().values()) {
                    insert.setLong(1, append.executionNo());
                    insert.setInt(2, value.number());
                    insert.setLong(3, append.tenant().value());
                    insert.setBytes(4, value.payload());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static void each(Connection connection, List<Append> appends, Predicate<Append> wanted, String sql,
            Binder binder) throws SQLException {
        var chosen = appends.stream().filter(wanted).toList();
        if (chosen.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(sql)) {
            for (var append : chosen) {
                binder.bind(statement, append);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @FunctionalInterface
    private interface Binder {

        void bind(PreparedStatement statement, Append append) throws SQLException;
    }

    private static void execution(PreparedStatement to, Append append) throws SQLException {
        var start = append.start();
        var change = append.change();
        if (start == null || change == null) {
            throw new IllegalArgumentException("a start needs its first state: " + append);
        }
        to.setLong(1, append.executionNo());
        to.setLong(2, append.tenant().value());
        to.setInt(3, append.shard());
        to.setLong(4, start.stateMachineId());
        to.setLong(5, start.revisionId());
        to.setString(6, start.name());
        to.setString(7, change.status().name());
        time(to, 8, start.startedAt());
        time(to, 9, change.stoppedAt());
        time(to, 10, change.wakeAt());
        to.setString(11, start.startedBy());
        number(to, 12, start.parentNo());
        number(to, 13, start.parentEvent());
        to.setLong(14, change.lastEvent());
        to.setObject(15, start.qualifier().version(), Types.INTEGER);
        to.setString(16, start.qualifier().alias());
    }

    private static void step(PreparedStatement to, Append append) throws SQLException {
        var row = append.row();
        if (row == null) {
            throw new IllegalArgumentException("no step in " + append);
        }
        to.setLong(1, append.executionNo());
        to.setInt(2, row.step());
        to.setLong(3, append.tenant().value());
        to.setLong(4, row.firstEvent());
        to.setLong(5, row.lastEvent());
        time(to, 6, row.at());
        to.setBytes(7, row.payload());
    }

    private static void change(PreparedStatement to, Append append) throws SQLException {
        var change = append.change();
        if (change == null) {
            throw new IllegalArgumentException("no change in " + append);
        }
        to.setString(1, change.status().name());
        time(to, 2, change.stoppedAt());
        time(to, 3, change.wakeAt());
        to.setLong(4, change.lastEvent());
        to.setLong(5, append.executionNo());
        to.setLong(6, append.tenant().value());
    }

    private static Append.@Nullable Redrive redrive(Append append) {
        var change = append.change();
        return change == null ? null : change.redrive();
    }

    private static void redriven(PreparedStatement to, Append append) throws SQLException {
        var redrive = Objects.requireNonNull(redrive(append));
        to.setInt(1, redrive.number());
        time(to, 2, redrive.at());
        to.setLong(3, append.executionNo());
        to.setLong(4, append.tenant().value());
    }

    private static void message(PreparedStatement to, Append append) throws SQLException {
        var message = append.toParent();
        if (message == null) {
            throw new IllegalArgumentException("no message in " + append);
        }
        to.setInt(1, message.shard());
        to.setLong(2, append.tenant().value());
        to.setLong(3, message.executionNo());
        to.setBytes(4, message.message());
    }

    private static void answer(PreparedStatement to, Append append) throws SQLException {
        var answer = append.answer();
        if (answer == null) {
            throw new IllegalArgumentException("no answer in " + append);
        }
        to.setString(1, answer.text());
        to.setLong(2, answer.inboxId());
        to.setLong(3, append.tenant().value());
    }

    private static void expressBegins(PreparedStatement to, Append append) throws SQLException {
        if (!(append.express() instanceof Append.Express.Begins begins)) {
            throw new IllegalArgumentException("no Express start in " + append);
        }
        to.setLong(1, append.executionNo());
        to.setLong(2, append.tenant().value());
        to.setInt(3, append.shard());
        to.setLong(4, begins.stateMachineId());
        to.setLong(5, begins.revisionId());
        to.setString(6, begins.name());
        to.setString(7, begins.runId());
        time(to, 8, begins.startedAt());
        to.setString(9, begins.startedBy());
        to.setBytes(10, begins.input());
        to.setString(11, begins.limits().name());
    }

    private static void time(PreparedStatement to, int index, @Nullable Instant at) throws SQLException {
        if (at == null) {
            to.setNull(index, Types.TIMESTAMP);
        } else {
            to.setTimestamp(index, Timestamp.from(at));
        }
    }

    private static void number(PreparedStatement to, int index, @Nullable Long number) throws SQLException {
        if (number == null) {
            to.setNull(index, Types.BIGINT);
        } else {
            to.setLong(index, number);
        }
    }
}
