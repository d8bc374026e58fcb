// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.Execution;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.TaskOutcome;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.Purge;
import io.fermata.language.Json;
import io.fermata.node.Redrives.RedriveAnswer;
import io.fermata.node.testing.TestNode;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Executions that ended badly and are made to go on, on a real database.
@ExtendWith(NodeExtension.class)
class RedrivesTest {

    private static final String TASK = """
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true}}}""";

    private static TestDatabase database;
    private static TestNode node;

    @BeforeAll
    static void start(TestDatabase ownDatabase, TestNode ownNode) {
        database = ownDatabase;
        node = ownNode;
    }

    private static ExecutionRow mended() {
        var row = failed();
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("\"done\"")));
        return row;
    }

    private static ExecutionRow failed() {
        node.tasks().enqueue(new TaskOutcome.Failed("Busy", "first"));
        var row = node.awaitEnd(node.start(node.machine(TASK), "{}").executionNo());
        assertThat(row.status()).isEqualTo(ExecutionStatus.FAILED);
        return row;
    }

    @Test
    void goesOnWithTheStateThatFailedAndEndsWell() {
        var row = mended();

        var answer = node.executions().redrives().redrive(row, null);

        node.awaitEvent(row.executionNo(), "ExecutionSucceeded");
        var after = node.awaitEnd(row.executionNo());
        assertThat(answer).isEqualTo(new RedriveAnswer.Redriven(after.redrivenAt()));
        assertThat(after.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(after.redriveCount()).isEqualTo(1);
        assertThat(node.reads().end(after))
                .contains(new HistoryEvent.ExecutionSucceeded(Json.parse("\"done\"")));
        assertThat(Execution.fold(node.reads().facts(after), node.reads().history(after)).status())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.tasks().keys()).doesNotHaveDuplicates();
    }

    @Test
    void refusesWhatHasEndedWell() {
        var row = mended();
        node.executions().redrives().redrive(row, null);
        node.awaitEvent(row.executionNo(), "ExecutionSucceeded");

        assertThat(node.executions().redrives().redrive(node.awaitEnd(row.executionNo()), null))
                .isEqualTo(new RedriveAnswer.Refused("Execution is SUCCEEDED and cannot be redriven"));
    }

    @Test
    void makesOneRedriveForOneToken() {
        var row = mended();

        var first = node.executions().redrives().redrive(row, "once");
        var again = node.executions().redrives().redrive(row, "once");
        var other = node.executions().redrives().redrive(row, "other");

        assertThat(again).isEqualTo(first);
        assertThat(other).isInstanceOf(RedriveAnswer.Refused.class);
        node.awaitEvent(row.executionNo(), "ExecutionSucceeded");
        assertThat(node.awaitEnd(row.executionNo()).redriveCount()).isEqualTo(1);
    }

    @Test
    void refusesWhatEndedLongerAgoThanItsPeriod() {
        var row = failed();
        long days = Redrives.PERIOD.toDays() + 1;
        JdbcClient.create(database)
                .sql("UPDATE execution SET stopped_at = stopped_at - INTERVAL ? DAY WHERE execution_no = ? AND tenant_id = ?")
                .param(days).param(row.executionNo()).param(node.tenant().value()).update();

        assertThat(node.executions().redrives()
                .reasonAgainst(node.row(row.executionNo())))
                .contains("Execution redrivable period exceeded");
    }

    @Test
    void isPurgedWithItsRedrives() {
        var row = mended();
        node.executions().redrives().redrive(row, "token");
        node.awaitEvent(row.executionNo(), "ExecutionSucceeded");
        node.awaitEnd(row.executionNo());

        while (new Purge(database).run(node.tenant(), Instant.now().plusSeconds(60), 100) > 0) {
            // the next batch
        }

        assertThat(JdbcClient.create(database).sql("SELECT COUNT(*) FROM execution_redrive").query(Long.class).single())
                .isZero();
    }
}
