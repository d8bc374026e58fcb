// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.journal.ExecutionNo;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.ExecutionTable;
import io.fermata.journal.MapRunRow;
import io.fermata.language.Json;
import io.fermata.node.testing.TestNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Distributed Maps on a node with a database.
@ExtendWith(NodeExtension.class)
class MapRunsTest {

    private static TestDatabase database;
    private static TestNode node;

    @BeforeAll
    static void start(TestDatabase ownDatabase, TestNode ownNode) {
        database = ownDatabase;
        node = ownNode;
    }

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "EXPRESS"})
    void gathersTheResultsOfItsChildrenInTheOrderOfTheItems(String type) {
        var machine = node.machine(map(type, "", """
                {"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{"was.$":"$"},"End":true}}}"""));

        var row = run(machine, "[3,1,2,5,4]");

        assertThat(node.output(row))
                .isEqualTo(Json.parse("[{\"was\":3},{\"was\":1},{\"was\":2},{\"was\":5},{\"was\":4}]"));
        assertThat(node.eventTypes(row.executionNo())).containsExactly("ExecutionStarted", "MapStateEntered",
                "MapStateStarted",
                "MapRunStarted", "MapRunSucceeded", "MapStateSucceeded", "MapStateExited", "ExecutionSucceeded");
        assertThat(theRun(row).children()).isEqualTo(new MapRunRow.Counts(5, 0, 0, 0, 5));
    }

    @Test
    void spreadsItsChildrenOverAllShards() {
        var machine = node.machine(map("STANDARD", "", pass()));

        var row = run(machine, "[" + "1,".repeat(127) + "1]");

        var shards = children(row).stream().map(child -> ExecutionNo.shard(child.executionNo()))
                .collect(Collectors.toSet());
        assertThat(shards).hasSize(ExecutionNo.SHARDS);
        assertThat(children(row)).hasSize(128);
    }

    @Test
    void aChildIsFoundByItsNameAndIsAnExecutionOfTheLabelledMachine() {
        var machine = node.machine(map("STANDARD", "\"Label\":\"Each\",",
                """
                        {"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{"id.$":"$$.Execution.Id","in.$":"$$.Execution.Input",
                        "machine.$":"$$.StateMachine.Id"},"End":true}}}"""));

        var row = run(machine, "[\"one\"]");

        var child = children(row).getFirst();
        var facts = node.reads().facts(child);
        assertThat(facts.executionArn()).isEqualTo(
                machine.arn().replace("stateMachine", "execution") + "/Each:" + child.name());
        assertThat(node.output(row)).isEqualTo(Json.parse("[{\"id\":\"" + facts.executionArn()
                + "\",\"in\":\"one\",\"machine\":\"" + machine.arn() + "/Each\"}]"));
        assertThat(node.reads().child(node.tenant(), child.name())).contains(child);
        assertThat(node.reads().child(node.otherTenant(), child.name())).isEmpty();
        assertThat(node.executions().maps().find(node.otherTenant(), theRun(row).uuid())).isEmpty();
    }

    @Test
    void anEmptyListGivesAnEmptyResult() {
        var row = run(node.machine(map("STANDARD", "", pass())), "[]");

        assertThat(node.output(row)).isEqualTo(Json.parse("[]"));
    }

    @Test
    void failsWhenMoreItemsFailThanAreTolerated() {
        var machine = node.machine(map("STANDARD", "\"ToleratedFailureCount\":1,\"MaxConcurrency\":1,", failing()));

        var row = run(machine, "[0,1,1,0]");

        assertThat(node.reads().end(row)).contains(new HistoryEvent.ExecutionFailed(
                "States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"));
        assertThat(node.eventTypes(row.executionNo())).endsWith("MapRunStarted", "MapRunFailed", "MapStateFailed",
                "ExecutionFailed");
        var run = theRun(row);
        assertThat(run.status()).isEqualTo(MapRunRow.Status.FAILED);
        assertThat(run.children()).isEqualTo(new MapRunRow.Counts(1, 2, 0, 0, 4));
        assertThat(node.executions().maps().tally(run).children().pending()).isEqualTo(1);
    }

    @Test
    void describesToleratedFailuresInTheResult() {
        var machine = node.machine(map("STANDARD", "\"ToleratedFailurePercentage\":50,", failing()));

        var row = run(machine, "[0,1]");

        var result = node.output(row);
        assertThat(result.get(0)).isEqualTo(Json.parse("0"));
        assertThat(result.get(1).path("Status").stringValue()).isEqualTo("FAILED");
        assertThat(result.get(1).path("Error").stringValue()).isEqualTo("Bad");
        assertThat(result.get(1).path("Input").stringValue()).isEqualTo("1");
    }

    @Test
    void runsAsManyChildrenAtATimeAsItMayAndMoreOnceItMay() {
        var machine = node.machine(map("STANDARD", "\"MaxConcurrency\":2,", callback()));
        var started = node.start(machine, "[1,2,3,4,5]");
        TestNode.await("two children", () -> tally(started.executionNo()).running() == 2);

        assertThat(tally(started.executionNo())).isEqualTo(new MapRuns.Split(3, 2, 0, 0, 0, 0, 5, 0));
        assertThat(node.executions().maps().update(aRun(started.executionNo()), 4L, null, null)).isTrue();
        TestNode.await("four children", () -> tally(started.executionNo()).running() == 4);

        assertThat(tally(started.executionNo()).pending()).isEqualTo(1);
        node.executions().stop(node.row(started.executionNo()), null, null);
    }

    @Test
    void toleratesMoreOnceItMay() {
        var machine = node.machine(map("STANDARD", "\"ToleratedFailureCount\":1,\"MaxConcurrency\":1,",
                """
                        {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"Next":"F"},"F":{"Type":"Fail","Error":"Bad"}}}"""));
        var started = node.start(machine, "[1,2,3]");
        TestNode.await("a run", () -> !runs(started.executionNo()).isEmpty());

        node.executions().maps().update(aRun(started.executionNo()), 3L, 3L, null);

        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.executions().maps().update(aRun(started.executionNo()), 1L, null, null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "EXPRESS"})
    void stoppingTheExecutionAbortsTheRunAndItsChildren(String type) {
        var machine = node.machine(map(type, "\"MaxConcurrency\":3,", """
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":200,"End":true}}}"""));
        var started = node.start(machine, "[1,2,3,4,5]");
        TestNode.await("three children", () -> tally(started.executionNo()).running() == 3);

        node.executions().stop(node.row(started.executionNo()), "Enough", null);

        TestNode.await("the end of the run",
                () -> aRun(started.executionNo()).status() == MapRunRow.Status.ABORTED);
        assertThat(tally(started.executionNo())).isEqualTo(new MapRuns.Split(2, 0, 0, 0, 0, 3, 5, 0));
        assertThat(node.eventTypes(started.executionNo())).endsWith("MapRunStarted", "ExecutionAborted");
    }

    @Test
    void readsItsItemsFromAFileInBatches() {
        node.objects().put("in", "rows.csv", "id,name\n1,Ann\n2,\"Bob, B.\"\n3,Cy\n");
        var machine = node.machine(map("STANDARD",
                """
                        "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"in","Key.$":"$.key"},
                        "ReaderConfig":{"InputType":"CSV","CSVHeaderLocation":"FIRST_ROW"}},
                        "ItemSelector":{"n.$":"$$.Map.Item.Index","name.$":"$$.Map.Item.Value.name","from.$":"$$.Map.Item.Source"},
                        "ItemBatcher":{"MaxItemsPerBatch":2,"BatchInput":{"key.$":"$.key"}},""",
                pass()));

        var row = run(machine, "{\"key\":\"rows.csv\"}");

        assertThat(node.output(row)).isEqualTo(Json.parse("""
                [{"BatchInput":{"key":"rows.csv"},"Items":[{"n":0,"name":"Ann","from":"S3://in/rows.csv"},
                {"n":1,"name":"Bob, B.","from":"S3://in/rows.csv"}]},
                {"BatchInput":{"key":"rows.csv"},"Items":[{"n":2,"name":"Cy","from":"S3://in/rows.csv"}]}]"""));
        var tally = node.executions().maps().tally(theRun(row));
        assertThat(tally.items().succeeded()).isEqualTo(3);
        assertThat(tally.children().succeeded()).isEqualTo(2);
    }

    @Test
    void failsWhenItsItemsCannotBeRead() {
        var machine = node.machine(map("STANDARD", """
                "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"in","Key":"absent"},
                "ReaderConfig":{"InputType":"JSON"}},""", pass()));

        var row = run(machine, "{}");

        assertThat(node.reads().end(row)).contains(
                new HistoryEvent.ExecutionFailed("States.ItemReaderFailed", "The specified key does not exist."));
    }

    @Test
    void failsWhenAnItemCannotBeSelected() {
        var machine = node.machine(map("STANDARD", "\"ItemSelector\":{\"x.$\":\"$$.Map.Item.Value.x\"},", pass()));

        var row = run(machine, "[{\"x\":1},{}]");

        assertThat(((HistoryEvent.ExecutionFailed) node.reads().end(row).orElseThrow()).error())
                .isEqualTo("States.Runtime");
        assertThat(node.eventTypes(row.executionNo())).endsWith("MapRunFailed", "MapStateFailed", "ExecutionFailed");
    }

    @Test
    void writesItsResultsToFiles() {
        var machine = node.machine(map("STANDARD", """
                "ToleratedFailureCount":5,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject",
                "Parameters":{"Bucket":"out","Prefix":"jobs"}},""", failing()));

        var row = run(machine, "[0,1,0]");

        var run = theRun(row);
        var folder = "jobs/" + run.uuid();
        assertThat(node.output(row)).isEqualTo(Json.parse("{\"MapRunArn\":\"" + node.executions().maps().arn(run)
                + "\",\"ResultWriterDetails\":{\"Bucket\":\"out\",\"Key\":\"" + folder + "/manifest.json\"}}"));
        assertThat(node.objects().keys("out")).containsExactly(folder + "/FAILED_0.json",
                folder + "/SUCCEEDED_0.json", folder + "/manifest.json");
        var succeeded = Json.parse(String.valueOf(node.objects().get("out", folder + "/SUCCEEDED_0.json")));
        assertThat(succeeded.size()).isEqualTo(2);
        assertThat(succeeded.get(0).propertyNames()).containsExactly("ExecutionArn", "Input", "InputDetails", "Name",
                "Output", "OutputDetails", "RedriveCount", "RedriveStatus", "RedriveStatusReason", "StartDate",
                "StateMachineArn", "Status", "StopDate");
        var manifest = Json.parse(String.valueOf(node.objects().get("out", folder + "/manifest.json")));
        assertThat(manifest.path("ResultFiles").path("PENDING")).isEmpty();
        assertThat(manifest.path("ResultFiles").path("FAILED").get(0).path("Key").stringValue())
                .isEqualTo(folder + "/FAILED_0.json");
        assertThat(run.resultsWritten()).isEqualTo(3);
    }

    @Test
    void failsWhenItsResultsCannotBeWritten() {
        var machine = node.machine(map("STANDARD", """
                "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"closed"}},""",
                pass()));

        assertThat(node.reads().end(run(machine, "[1]")))
                .contains(new HistoryEvent.ExecutionFailed("States.ResultWriterFailed", "Access Denied"));
    }

    @Test
    void aResultOverTheLimitFailsTheState() {
        var machine = node.machine(map("STANDARD", "", """
                {"StartAt":"P","States":{"P":{"Type":"Pass","Result":"%s","End":true}}}"""
                .formatted("x".repeat(90_000))));

        assertThat(node.reads().end(run(machine, "[1,2,3]"))).contains(new HistoryEvent.ExecutionFailed(
                "States.DataLimitExceeded",
                "The state/task 'M' returned a result with a size exceeding the maximum number of bytes service limit."));
    }

    @Test
    void flattensOutputsThatAreLists() {
        var machine = node
                .machine(map("STANDARD", "\"ResultWriter\":{\"WriterConfig\":{\"Transformation\":\"FLATTEN\"}},",
                        pass()));

        assertThat(node.output(run(machine, "[[1,2],3,[]]"))).isEqualTo(Json.parse("[1,2,3]"));
    }

    @Test
    void aChildMayHaveAMapRunOfItsOwn() {
        var inner = map("STANDARD", "", """
                {"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""").replace("\"M\"", "\"Inner\"");
        var machine = node.machine(map("STANDARD", "", inner));

        var row = run(machine, "[[1],[2,3]]");

        assertThat(node.output(row)).isEqualTo(Json.parse("[[1],[2,3]]"));
        var child = children(row).getFirst();
        assertThat(node.executions().maps().list(child, 0, 10)).hasSize(1);
    }

    @Test
    void leavesNoPartOfARunBehindWhenItsExecutionIsPurged() {
        var row = run(node.machine(map("STANDARD", "", pass())), "[1,2,3]");

        new io.fermata.journal.Purge(database).run(node.tenant(), row.startedAt().plusSeconds(3600), 10_000);

        var jdbc = JdbcClient.create(database);
        assertThat(jdbc.sql("SELECT COUNT(*) FROM map_run WHERE execution_no = ?").param(row.executionNo())
                .query(Long.class).single()).isZero();
    }

    private static String map(String type, String fields, String processor) {
        return """
                {"StartAt":"M","States":{"M":{"Type":"Map",%s"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED",
                "ExecutionType":"%s"},%s,"End":true}}}""".formatted(fields, type, processor.strip().substring(1));
    }

    private static String pass() {
        return "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";
    }

    /// Fails for the item 1.
    private static String failing() {
        return """
                {"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$","NumericEquals":1,"Next":"F"}],
                "Default":"P"},"P":{"Type":"Pass","End":true},"F":{"Type":"Fail","Error":"Bad","Cause":"one"}}}""";
    }

    private static String callback() {
        return """
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":600,"End":true}}}""";
    }

    private static ExecutionRow run(TestNode.Machine machine, String input) {
        return node.awaitEnd(node.start(machine, input).executionNo());
    }

    private static List<MapRunRow> runs(long executionNo) {
        return node.executions().maps().list(node.row(executionNo), 0, 10);
    }

    private static MapRunRow aRun(long executionNo) {
        return runs(executionNo).getFirst();
    }

    private static MapRunRow theRun(ExecutionRow row) {
        assertThat(runs(row.executionNo())).hasSize(1);
        return aRun(row.executionNo());
    }

    private static MapRuns.Split tally(long executionNo) {
        var runs = runs(executionNo);
        return runs.isEmpty()
                ? new MapRuns.Split(0, 0, 0, 0, 0, 0, 0, 0)
                : node.executions().maps().tally(runs.getFirst()).children();
    }

    private static List<ExecutionRow> children(ExecutionRow row) {
        return node.executions().table().list(node.tenant(),
                new ExecutionTable.Filter(-theRun(row).mapRunNo(), null, null), 1000);
    }
}
