// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.node.testing.TestNode;
import io.fermata.node.testing.TurnableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Starts of Express executions, on a real database.
@ExtendWith(NodeExtension.class)
class ExpressStartsTest {

    private static final String CALL = """
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true}}}""";

    private TestDatabase database;
    private TwoTenants tenants;
    private TestNode node;
    private JdbcClient jdbc;

    @BeforeEach
    void start(TestDatabase ownDatabase, TwoTenants ownTenants) {
        database = ownDatabase;
        jdbc = JdbcClient.create(database);
        tenants = ownTenants;
        node = node("node-a", Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private TestNode node(String id, Duration lease) {
        return tenants.node(database, id, lease);
    }

    @Test
    void aSynchronousExecutionLeavesNoRow() {
        var machine = node.machine(CALL, MachineType.EXPRESS);
        var answer = CompletableFuture
                .supplyAsync(() -> node.executions().startSync(node.request(machine, "mine", "{\"a\":1}")));
        var request = node.tasks().awaitRequest();
        long whileItRuns = rows("express_start") + rows("execution") + rows("journal");
        node.tasks().enqueue(new Answered(Json.parse("{\"done\":true}")));

        var ended = (SyncAnswer.Ended) answer.orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(ended.end().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.end().output()).isEqualTo(Json.parse("{\"done\":true}"));
        assertThat(ended.name()).isEqualTo("mine");
        assertThat(ended.executionArn()).contains(":express:").isEqualTo(request.executionArn());
        assertThat(whileItRuns + rows("express_start") + rows("execution") + rows("journal")).isZero();
    }

    @Test
    void aStandardMachineCannotBeRunSynchronously() {
        var machine = node.machine(CALL);

        assertThat(node.executions().startSync(node.request(machine, null, "{}")))
                .isInstanceOf(SyncAnswer.NotExpress.class);
    }

    @Test
    void anAsynchronousExecutionHasOneRowWhileItRuns() {
        var machine = node.machine(CALL, MachineType.EXPRESS);

        var started = node.start(machine, "{\"secret\":\"in the input\"}");
        node.tasks().awaitRequest();

        assertThat(started.executionArn()).contains(":express:");
        assertThat(rows("express_start")).isEqualTo(1);
        assertThat(new String(jdbc.sql("SELECT input FROM express_start").query(byte[].class).single(),
                StandardCharsets.ISO_8859_1)).doesNotContain("in the input");
        node.tasks().enqueue(new Answered(Json.parse("1")));
        TestNode.await("the row is deleted", () -> rows("express_start") == 0);
        assertThat(rows("execution") + rows("journal")).isZero();
    }

    @Test
    void anAsynchronousExecutionCostsTwoAppendsAndASynchronousOneNone() {
        var machine = node.machine("""
                {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Wait","Seconds":1,"End":true}}}""",
                MachineType.EXPRESS);
        long before = node.assembly().node().state().commits().appends();

        node.executions().startSync(node.request(machine, null, "{}"));
        long afterSync = node.assembly().node().state().commits().appends();
        node.start(machine, "{}");
        TestNode.await("the row is deleted", () -> rows("express_start") == 0);

        assertThat(afterSync).isEqualTo(before);
        TestNode.await("both appends are counted",
                () -> node.assembly().node().state().commits().appends() == before + 2);
    }

    @Test
    void anExpressNameMayBeUsedAgain() {
        var machine = node.machine(CALL, MachineType.EXPRESS);
        node.tasks().enqueue(new Answered(Json.parse("1")), new Answered(Json.parse("2")));

        var first = (StartAnswer.Started) node.executions().start(node.request(machine, "same", "{}"));
        var second = (StartAnswer.Started) node.executions().start(node.request(machine, "same", "{}"));

        assertThat(first.name()).isEqualTo("same").isEqualTo(second.name());
        assertThat(first.executionArn()).isNotEqualTo(second.executionArn());
        TestNode.await("both ended", () -> rows("express_start") == 0);
        assertThat(node.tasks().keys()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void theNextOwnerOfTheShardStartsItAnew() {
        var machine = node.machine(CALL, MachineType.EXPRESS);
        var started = node.start(machine, "{\"n\":7}");
        var first = node.tasks().awaitRequest();
        theOwnerIsGone();
        try (var next = node("node-b", Duration.ofMinutes(1))) {
            next.machine(CALL, MachineType.EXPRESS);

            var second = next.tasks().awaitRequest();

            assertThat(second.executionArn()).isEqualTo(first.executionArn()).isEqualTo(started.executionArn());
            assertThat(second.parameters()).isEqualTo(Json.parse("{\"n\":7}"));
            assertThat(second.idempotencyKey()).isNotEqualTo(first.idempotencyKey());
            next.tasks().enqueue(new Answered(Json.parse("1")));
            TestNode.await("the row is deleted", () -> rows("express_start") == 0);
        }
    }

    @Test
    void anExecutionThatNoOwnerSurvivesIsGivenUp() {
        var machine = node.machine(CALL, MachineType.EXPRESS);
        node.start(machine, "{}");
        node.tasks().awaitRequest();
        jdbc.sql("UPDATE express_start SET restarts = 5").update();
        theOwnerIsGone();
        try (var next = node("node-b", Duration.ofMinutes(1))) {
            next.machine(CALL, MachineType.EXPRESS);

            TestNode.await("the row is deleted", () -> rows("express_start") == 0);

            assertThat(next.tasks().keys()).isEmpty();
        }
    }

    @Test
    void aStandardExecutionStartsAnExpressOneButCannotWaitForIt() {
        var child = node.machine("""
                {"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""", MachineType.EXPRESS);

        var started = node.start(parent(child, "startExecution"), "{}");
        var refused = node.start(parent(child, "startExecution.sync:2"), "{}");

        var output = output(started);
        assertThat(output.path("ExecutionArn").stringValue()).contains(":express:");
        assertThat(error(refused)).isEqualTo("StepFunctions.StateMachineTypeNotSupportedException");
    }

    @Test
    void aTaskRunsAnExpressExecutionToItsEndWhateverThatIs() {
        var good = node.machine("""
                {"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""", MachineType.EXPRESS);
        var bad = node.machine("""
                {"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E","Cause":"why"}}}""", MachineType.EXPRESS);

        var ofGood = output(node.start(nested("startSyncExecution", good.arn()), "{}"));
        var ofBad = output(node.start(nested("startSyncExecution", bad.arn()), "{}"));

        assertThat(ofGood.path("Status").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(ofGood.path("Output").stringValue()).isEqualTo("{\"a\":1}");
        assertThat(ofGood.path("ExecutionArn").stringValue()).contains(":express:");
        assertThat(ofGood.path("BillingDetails").path("BilledMemoryUsedInMB").intValue()).isEqualTo(64);
        assertThat(ofBad.path("Status").stringValue()).isEqualTo("FAILED");
        assertThat(ofBad.path("Error").stringValue()).isEqualTo("E");
    }

    @Test
    void aTaskCannotRunAStandardMachineNorOneThatIsMissing() {
        var standard = node.machine(CALL);

        assertThat(error(node.start(nested("startSyncExecution", standard.arn()), "{}")))
                .isEqualTo("Sfn.StateMachineTypeNotSupportedException");
        assertThat(error(node.start(nested("startSyncExecution", standard.arn() + "0"), "{}")))
                .isEqualTo("Sfn.StateMachineDoesNotExistException");
    }

    @Test
    void callsThatWaitForExecutionsOfThisServerLeaveRoomForTheCallsOfThose() {
        var inner = node.machine(CALL, MachineType.EXPRESS);
        var outer = nested("startSyncExecution", inner.arn());
        var answers = IntStream.range(0, 210).mapToObj(_ -> {
            node.tasks().enqueue(new Answered(Json.parse("1")));
            return node.start(outer, "{}");
        }).toList();

        answers.forEach(started -> assertThat(output(started).path("Status").stringValue()).isEqualTo("SUCCEEDED"));
    }

    private TestNode.Machine nested(String action, String arn) {
        return node.machine("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sfn:%s",
                "Parameters":{"StateMachineArn":"%s","Input":"{\\"a\\":1}"},"End":true}}}""".formatted(action, arn));
    }

    private JsonNode output(StartAnswer.Started started) {
        return node.output(node.awaitEnd(started.executionNo()));
    }

    private @Nullable String error(StartAnswer.Started started) {
        return ((HistoryEvent.ExecutionFailed) node.reads().end(node.awaitEnd(started.executionNo()))
                .orElseThrow()).error();
    }

    @Test
    void anExpressExecutionStartsAStandardOneInTheNameOfItsStarter() {
        var child = node.machine("""
                {"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""");

        var answer = (SyncAnswer.Ended) node.executions()
                .startSync(node.request(parent(child, "startExecution", MachineType.EXPRESS), null, "{}"));

        var arn = answer.end().output().path("ExecutionArn").stringValue();
        var row = node.reads().find(node.tenant(), child.id(), arn.substring(arn.lastIndexOf(':') + 1))
                .orElseThrow();
        assertThat(row.startedBy()).isEqualTo("test");
    }

    @Test
    void anAsynchronousExecutionEndsAfterFiveMinutes() {
        var clock = new TurnableClock(Instant.parse("2026-03-04T05:06:07Z"));
        node.close();
        node = tenants.node(database, new NodeSettings("node-c", Duration.ofMinutes(1), 1, "test"), clock);
        var machine = node.machine(CALL, MachineType.EXPRESS);
        node.start(machine, "{}");
        node.tasks().awaitRequest();
        clock.advance(Duration.ofSeconds(299));
        assertThat(rows("express_start")).isEqualTo(1);

        clock.advance(Duration.ofSeconds(1));

        TestNode.await("the row is deleted", () -> rows("express_start") == 0);
    }

    private TestNode.Machine parent(TestNode.Machine child, String action) {
        return parent(child, action, MachineType.STANDARD);
    }

    private TestNode.Machine parent(TestNode.Machine child, String action, MachineType type) {
        return node.machine("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:%s",
                "Parameters":{"StateMachineArn":"%s"},"End":true}}}""".formatted(action, child.arn()), type);
    }

    /// What the database shows of a node that has died: its leases are over, and it is on no list.
    private void theOwnerIsGone() {
        jdbc.sql("UPDATE shard SET expires_at = NOW(6) - INTERVAL 1 SECOND").update();
        jdbc.sql("DELETE FROM node").update();
    }

    private long rows(String table) {
        return jdbc.sql("SELECT COUNT(*) FROM " + table).query(Long.class).single();
    }
}
