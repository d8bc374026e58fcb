// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import io.fermata.node.testing.TestNode;
import io.fermata.node.testing.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Executions that only wait, and for long: they leave the memory and come back when they are due or asked for.
@ExtendWith(NodeExtension.class)
class EvictionTest {

    private final TurnableClock clock = new TurnableClock(Instant.parse("2026-03-04T05:06:07Z"));
    private TestNode node;
    private JdbcClient jdbc;

    @BeforeEach
    void start(TestDatabase database, TwoTenants tenants) {
        jdbc = JdbcClient.create(database);
        node = tenants.node(database, new NodeSettings("node-a", Duration.ofMinutes(1), 2, "test"), clock);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void awaitEviction() {
        TestNode.await("the eviction of all", () -> {
            clock.advance(Duration.ofSeconds(6)); // the loops look now and then
            return node.assembly().node().state().residents() == 0;
        });
    }

    private long evicted() {
        return jdbc.sql("SELECT COUNT(*) FROM execution WHERE status = 'RUNNING' AND wake_at > '1970-01-02'")
                .query(Long.class).single();
    }

    /// The database's clock cannot be turned, so what is due is moved to its present.
    private void makeDue() {
        clock.advance(Duration.ofHours(1001));
        jdbc.sql("UPDATE execution SET wake_at = NOW(6) WHERE wake_at > '1970-01-02'").update();
    }

    @Test
    void oneThatWaitsForLongLeavesTheMemoryAndGoesOnWhenItIsDue() {
        var machine = node.machine("""
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600000,"End":true}}}""");
        var started = node.start(machine, "{\"a\":1}");
        awaitEviction();
        assertThat(evicted()).isEqualTo(1);

        makeDue();

        var row = node.awaitEnd(started.executionNo());
        assertThat(row.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.reads().read(row).output()).isEqualTo(Json.parse("{\"a\":1}"));
    }

    @Test
    void manyThatAreDueAtOnceAllGoOn() {
        var machine = node.machine("""
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600000,"End":true}}}""");
        var all = new ArrayList<Long>();
        for (int i = 0; i < 50; i++) {
            all.add(node.start(machine, "{}").executionNo());
        }
        awaitEviction();
        assertThat(evicted()).isEqualTo(50);

        makeDue();

        all.forEach(
                number -> assertThat(node.awaitEnd(number).status()).isEqualTo(ExecutionStatus.SUCCEEDED));
    }

    @Test
    void oneThatIsAskedForWhileItIsAwayComesBack() {
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("{\"MessageId\":\"m\"}")));
        var machine = node.machine("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish.waitForTaskToken",
                "Parameters":{"TopicArn":"t","Message.$":"$$.Task.Token"},"End":true}}}""");
        var started = node.start(machine, "{}");
        var token = node.tasks().awaitRequest().parameters().path("Message").stringValue();
        node.awaitEvent(started.executionNo(), "TaskSubmitted");
        awaitEviction();

        var answer = node.executions().complete(node.tenant().value(), token,
                new TaskOutcome.Answered(Json.parse("42")));

        assertThat(answer).isEqualTo(Answer.ACCEPTED);
        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
}
