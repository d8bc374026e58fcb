// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.TaskOutcome;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.ExecutionTable;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.Qualifier;
import io.fermata.language.Json;
import io.fermata.node.Redrives.RedriveAnswer;
import io.fermata.node.testing.TestNode;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Executions whose Map Run did not end well and is redriven.
@ExtendWith(NodeExtension.class)
class MapRunRedrivesTest {

    private static TestDatabase database;
    private static TestNode node;

    private int called;

    @BeforeAll
    static void start(TestDatabase ownDatabase, TestNode ownNode) {
        database = ownDatabase;
        node = ownNode;
    }

    @BeforeEach
    void forgetEarlierCalls() {
        node.tasks().forgetRequests();
        called = node.tasks().keys().size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "EXPRESS"})
    void runsAgainOnlyWhatDidNotEndWellAndKeepsTheOrderOfTheItems(String type) {
        answer("no");
        var row = run(map(type, "\"MaxConcurrency\":1,"), "[0,1,2,1]");
        assertThat(theRun(row).children()).isEqualTo(new MapRunRow.Counts(1, 1, 0, 0, 4));

        answer("mended", "second");
        var after = redrive(row);

        assertThat(node.output(after)).isEqualTo(Json.parse("[0,\"mended\",2,\"second\"]"));
        assertThat(node.eventTypes(after.executionNo())).endsWith("ExecutionFailed", "ExecutionRedriven",
                "MapRunRedriven", "MapRunSucceeded",
                "MapStateSucceeded", "MapStateExited", "ExecutionSucceeded");
        var run = theRun(after);
        assertThat(run.children()).isEqualTo(new MapRunRow.Counts(4, 0, 0, 0, 4));
        assertThat(run.status()).isEqualTo(MapRunRow.Status.SUCCEEDED);
        assertThat(run.redriveCount()).isEqualTo(1);
        assertThat(run.redrivenAt()).isEqualTo(after.redrivenAt());
        assertThat(node.tasks().keys()).hasSize(called + 3).doesNotHaveDuplicates();
    }

    @Test
    void aChildGoesOnInItsOwnHistory() {
        answer("no");
        var row = run(map("STANDARD", "\"MaxConcurrency\":1,"), "[0,1]");
        var before = children(row, null);
        answer("mended");

        var after = redrive(row);

        assertThat(children(after, null)).extracting(ExecutionRow::executionNo)
                .isEqualTo(before.stream().map(ExecutionRow::executionNo).toList());
        assertThat(children(after, false)).extracting(ExecutionRow::parentEvent).containsExactly(0L);
        var child = children(after, true).getFirst();
        assertThat(child.parentEvent()).isEqualTo(1);
        assertThat(child.redriveCount()).isEqualTo(1);
        assertThat(node.eventTypes(child.executionNo())).containsExactly("ExecutionStarted", "ChoiceStateEntered",
                "ChoiceStateExited",
                "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskFailed", "ExecutionFailed",
                "ExecutionRedriven", "TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited",
                "ExecutionSucceeded");
    }

    @Test
    void mayBeRedrivenAgainAndCountsFailuresAnew() {
        answer("no", "no");
        var row = run(map("STANDARD", "\"MaxConcurrency\":1,\"ToleratedFailureCount\":1,"), "[1,1,0]");
        answer("no", "no");
        var again = redrive(row);
        assertThat(theRun(again).children()).isEqualTo(new MapRunRow.Counts(0, 2, 0, 0, 3));
        answer("mended", "no");

        var after = redrive(again);

        assertThat(theRun(after).children()).isEqualTo(new MapRunRow.Counts(2, 1, 0, 0, 3));
        assertThat(theRun(after).redriveCount()).isEqualTo(2);
        assertThat(node.output(after).get(0)).isEqualTo(Json.parse("\"mended\""));
        assertThat(node.output(after).get(1).path("Status").stringValue()).isEqualTo("FAILED");
        assertThat(node.output(after).get(1).path("RedriveCount").intValue()).isEqualTo(2);
        assertThat(node.output(after).get(2)).isEqualTo(Json.parse("0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD ABORTED", "STANDARD RUNNING", "EXPRESS ABORTED"})
    void goesOnAfterAStopWithWhatWasCutOffAndWhatHadNotBegun(String when) {
        var words = when.split(" ");
        var started = node.start(map(words[0], "\"MaxConcurrency\":2,"), "[1,1,1,0,1]");
        node.tasks().awaitRequest();
        node.tasks().awaitRequest();
        node.executions().stop(node.row(started.executionNo()), null, null);
        if (words[1].equals("ABORTED")) {
            TestNode.await("the end of the run",
                    () -> theRun(node.row(started.executionNo())).status() == MapRunRow.Status.ABORTED);
        } // else the run is redriven while its children are being stopped
        assertThat(node.executions().redrives().redrive(node.row(started.executionNo()), null))
                .isInstanceOf(RedriveAnswer.Redriven.class);
        for (int i = 0; i < 4; i++) {
            node.tasks().awaitRequest();
            answer("done");
        }

        var after = node.awaitEnd(started.executionNo());

        assertThat(after.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.output(after)).isEqualTo(Json.parse("[\"done\",\"done\",\"done\",0,\"done\"]"));
        assertThat(theRun(after).children()).isEqualTo(new MapRunRow.Counts(5, 0, 0, 0, 5));
        assertThat(node.tasks().keys()).hasSize(called + 6).doesNotHaveDuplicates();
    }

    @Test
    void keepsItsBoundsAndShowsWhatWaitsToRunAgain() {
        answer("no", "no", "no");
        var row = run(map("STANDARD", "\"MaxConcurrency\":1,\"ToleratedFailureCount\":2,"), "[1,1,1,0]");

        node.executions().redrives().redrive(row, null);
        node.tasks().awaitRequest();
        TestNode.await("a child that runs again", () -> tally(row).running() == 1);

        assertThat(tally(row)).isEqualTo(new MapRuns.Split(1, 1, 0, 0, 0, 0, 4, 2));
        assertThat(pending(row, true)).extracting(ExecutionRow::parentEvent).containsExactlyInAnyOrder(1L, 2L);
        assertThat(node.executions().maps().pendingRedrive(theRun(row), List.of(0L, 1L, 2L, 3L)))
                .containsExactlyInAnyOrder(1L, 2L);
        assertThat(node.executions().maps().update(theRun(row), 3L, null, null)).isTrue();
        TestNode.await("three children", () -> tally(row).running() == 3);
        answer("a", "a", "a");
        assertThat(node.output(node.awaitEnd(row.executionNo()))).isEqualTo(Json.parse("[\"a\",\"a\",\"a\",0]"));
    }

    @Test
    void readsItemsThatCouldNotBeRead() {
        var row = run(node.machine(definition("STANDARD", """
                "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"in","Key":"late.json"},
                "ReaderConfig":{"InputType":"JSON"}},""")), "{}");
        assertThat(node.eventTypes(row.executionNo())).endsWith("MapRunFailed", "MapStateFailed", "ExecutionFailed");
        node.objects().put("in", "late.json", "[0,2]");

        var after = redrive(row);

        assertThat(node.output(after)).isEqualTo(Json.parse("[0,2]"));
        assertThat(theRun(after).redriveCount()).isEqualTo(1);
    }

    @Test
    void beginsAnotherRunWhenTheResultWasTooLarge() {
        answer("x".repeat(200_000), "x".repeat(200_000));
        var row = run(map("STANDARD", "\"MaxConcurrency\":1,"), "[1,1]");
        answer("small", "small");

        var after = redrive(row);

        assertThat(node.output(after)).isEqualTo(Json.parse("[\"small\",\"small\"]"));
        assertThat(runs(after)).extracting(MapRunRow::redriveCount).containsExactly(0, 0);
    }

    @Test
    void aChildOfWhichNothingIsLeftBeginsAnew() {
        answer("no");
        var row = run(map("STANDARD", ""), "[1]");
        var child = children(row, null).getFirst();
        var jdbc = JdbcClient.create(database);
        for (var table : List.of("journal", "execution")) {
            jdbc.sql("DELETE FROM " + table + " WHERE execution_no = ? AND tenant_id = ?").param(child.executionNo())
                    .param(node.tenant().value()).update();
        }
        answer("mended");

        var after = redrive(row);

        assertThat(node.output(after)).isEqualTo(Json.parse("[\"mended\"]"));
        assertThat(children(after, null).getFirst().redriveCount()).isZero();
        assertThat(node.tasks().keys()).hasSize(called + 2).doesNotHaveDuplicates();
    }

    @Test
    void theRunOfAChildGoesOnToo() {
        var inner = definition("STANDARD", "").replace("\"M\"", "\"Inner\"");
        var machine = node.machine("""
                {"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED",
                "ExecutionType":"STANDARD"},%s,"End":true}}}""".formatted(inner.strip().substring(1)));
        answer("no");
        var row = run(machine, "[[0,1]]");
        answer("mended");

        var after = redrive(row);

        assertThat(node.output(after)).isEqualTo(Json.parse("[[0,\"mended\"]]"));
        assertThat(runs(children(after, null).getFirst())).extracting(MapRunRow::redriveCount).containsExactly(1);
    }

    private static String definition(String type, String fields) {
        return """
                {"StartAt":"M","States":{"M":{"Type":"Map",%s"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED",
                "ExecutionType":"%s"},"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$",
                "NumericEquals":1,"Next":"T"}],"Default":"P"},"P":{"Type":"Pass","End":true},"T":{"Type":"Task",
                "Resource":"arn:aws:states:::sns:publish","End":true}}},"End":true}}}""".formatted(fields, type);
    }

    /// Calls a task for each item that is 1.
    private static TestNode.Machine map(String type, String fields) {
        return node.machine(definition(type, fields));
    }

    /// Has the next tasks answer so, or fail when it is "no".
    private static void answer(String... answers) {
        for (var answer : answers) {
            node.tasks().enqueue(answer.equals("no")
                    ? new TaskOutcome.Failed("Busy", "no")
                    : new TaskOutcome.Answered(Json.parse("\"" + answer + "\"")));
        }
    }

    private static ExecutionRow run(TestNode.Machine machine, String input) {
        var row = node.awaitEnd(node.start(machine, input).executionNo());
        assertThat(row.status()).isEqualTo(ExecutionStatus.FAILED);
        node.tasks().forgetRequests();
        return row;
    }

    private static ExecutionRow redrive(ExecutionRow row) {
        assertThat(node.executions().redrives().redrive(row, null)).isInstanceOf(RedriveAnswer.Redriven.class);
        return node.awaitEnd(row.executionNo());
    }

    private static List<MapRunRow> runs(ExecutionRow row) {
        return node.executions().maps().list(row, 0, 10);
    }

    private static MapRunRow theRun(ExecutionRow row) {
        assertThat(runs(row)).hasSize(1);
        return runs(row).getFirst();
    }

    private static MapRuns.Split tally(ExecutionRow row) {
        return node.executions().maps().tally(theRun(row)).children();
    }

    /// In the order of the items.
    private static List<ExecutionRow> children(ExecutionRow row, @Nullable Boolean redriven) {
        return node.executions().table().list(node.tenant(), new ExecutionTable.Filter(-theRun(row).mapRunNo(), null,
                null, Qualifier.NONE, redriven, null), 1000).stream()
                .sorted(Comparator.comparing(ExecutionRow::parentEvent)).toList();
    }

    private static List<ExecutionRow> pending(ExecutionRow row, boolean pending) {
        return node.executions().table().list(node.tenant(), new ExecutionTable.Filter(-theRun(row).mapRunNo(), null,
                null, Qualifier.NONE, null, pending), 1000);
    }
}
