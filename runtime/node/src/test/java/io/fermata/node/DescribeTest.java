// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import io.fermata.node.testing.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a node says of an execution that it has just written is what the database says.
@ExtendWith(NodeExtension.class)
class DescribeTest {

    private static final String PASS = """
            {"StartAt":"P","States":{"P":{"Type":"Pass","Result":{"a":1},"End":true}}}""";
    private static final String WAIT = """
            {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}}""";
    private static final String TASK = """
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true}}}""";

    private TestDatabase database;
    private TestNode node;

    @BeforeEach
    void start(TestDatabase ownDatabase, TwoTenants tenants) {
        database = ownDatabase;
        node = tenants.node(database, "node-a", Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private ExecutionReads.Described described(TestNode.Machine machine, String name) {
        return node.reads().describe(node.tenant(), machine.id(), name).orElseThrow();
    }

    @Test
    void ofOneThatEndedInItsFirstStep() {
        var machine = node.machine(PASS);
        var started = node.start(machine, "{\"in\":true}");
        var row = node.awaitEnd(started.executionNo());

        var described = described(machine, started.name());

        assertThat(described).isEqualTo(node.reads().describe(row));
        assertThat(described.row().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(described.outermost().input()).contains(Json.parse("{\"in\":true}"));
        assertThat(described.outermost().end()).isPresent();
    }

    @Test
    void ofOneThatEndedLater() {
        node.tasks().enqueue(new TaskOutcome.Failed("Busy", "too much"));
        var machine = node.machine(TASK);
        var started = node.start(machine, "{}");
        var row = node.awaitEnd(started.executionNo());

        assertThat(described(machine, started.name())).isEqualTo(node.reads().describe(row));
    }

    @Test
    void ofOneThatWasRedriven() {
        node.tasks().enqueue(new TaskOutcome.Failed("Busy", "too much"));
        var machine = node.machine(TASK);
        var started = node.start(machine, "{}");
        var failed = node.awaitEnd(started.executionNo());
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("1")));

        node.executions().redrives().redrive(failed, null);
        node.awaitEvent(started.executionNo(), "ExecutionSucceeded");

        var row = node.awaitEnd(started.executionNo());
        assertThat(described(machine, started.name())).isEqualTo(node.reads().describe(row));
        assertThat(row.redriveCount()).isEqualTo(1);
    }

    @Test
    void ofOneWhoseShardAnotherNodeHasTaken() {
        var machine = node.machine(WAIT);
        var started = node.start(machine, "{}");
        assertThat(described(machine, started.name()).row().status()).isEqualTo(ExecutionStatus.RUNNING);
        var jdbc = JdbcClient.create(database);
        jdbc.sql("UPDATE shard SET owner = 'node-b', epoch = epoch + 1, expires_at = NOW(6) + INTERVAL 60 SECOND")
                .update();
        jdbc.sql(
                "UPDATE execution SET status = 'ABORTED', stopped_at = NOW(6) WHERE execution_no = ? AND tenant_id = ?")
                .param(started.executionNo()).param(node.tenant().value()).update();

        var row = node.row(started.executionNo());
        node.executions().signals().tell(row.tenant(), row.executionNo(), new Signal.Stop(null, null));

        TestNode.await("that the node knows", () -> !node.assembly().node().owns(started.executionNo()));

        assertThat(described(machine, started.name()).row().status()).isEqualTo(ExecutionStatus.ABORTED);
    }
}
