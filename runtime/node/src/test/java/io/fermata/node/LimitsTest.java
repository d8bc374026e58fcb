// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Limits;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.engine.TaskOutcome;
import io.fermata.journal.ExecutionRow;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.node.testing.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a tenant's limits mean for its executions, on a real database.
@ExtendWith(NodeExtension.class)
class LimitsTest {

    private static final String MEBIBYTE = "\"" + "x".repeat((1 << 20) - 2) + "\"";

    /// 4 events for each time round, 28,004 in all.
    private static final String SEVEN_THOUSAND_TIMES = """
            {"StartAt":"Add","States":{
            "Add":{"Type":"Pass","Parameters":{"n.$":"States.MathAdd($.n, 1)"},"Next":"Enough"},
            "Enough":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":7000,"Next":"Add"}],"Default":"End"},
            "End":{"Type":"%s"}}}""";

    private static TestDatabase database;
    private static TestNode node;

    @BeforeAll
    static void start(TestDatabase ownDatabase, TestNode ownNode) {
        database = ownDatabase;
        node = ownNode;
    }

    @Test
    void aHistoryOfMoreThanTwentyFiveThousandEventsNeedsFermatasOwnLimits() {
        var machine = node.machine(SEVEN_THOUSAND_TIMES.formatted("Succeed"));

        var own = run(machine, "{\"n\":0}", Limits.FERMATA);
        var aws = run(machine, "{\"n\":0}", Limits.AWS);

        assertThat(own.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(own.lastEvent()).isEqualTo(28_004);
        assertThat(node.reads().read(own).lastEvent()).isEqualTo(28_004);
        for (var page : List.of(List.of(1L, 100L), List.of(13_337L, 14_336L), List.of(27_990L, 28_004L))) {
            assertThat(ids(own, page, false)).containsExactlyElementsOf(
                    LongStream.rangeClosed(page.getFirst(), page.getLast()).boxed().toList());
            assertThat(ids(own, page, true)).containsExactlyElementsOf(
                    LongStream.rangeClosed(page.getFirst(), page.getLast()).boxed().toList().reversed());
        }
        assertThat(aws.lastEvent()).isEqualTo(25_000);
        assertThat(node.reads().end(aws)).contains(new HistoryEvent.ExecutionFailed("States.Runtime",
                "The execution reached the maximum number of history events (25000)."));
    }

    @Test
    void aLongHistoryMayBeRedrivenUnderFermatasOwnLimitsOnly() {
        var machine = node.machine(SEVEN_THOUSAND_TIMES.formatted("Fail"));

        var own = run(machine, "{\"n\":0}", Limits.FERMATA);
        var aws = run(machine, "{\"n\":0}", Limits.AWS);

        assertThat(node.executions().redrives().reasonAgainst(own)).isEmpty();
        assertThat(node.executions().redrives().reasonAgainst(aws))
                .contains("Execution history event limit exceeded");
    }

    @Test
    void aValueOfAMebibyteGoesThroughAChainUnderFermatasOwnLimitsOnly() {
        var machine = node.machine(chain(20));

        var own = run(machine, MEBIBYTE, Limits.FERMATA);
        var aws = run(machine, MEBIBYTE, Limits.AWS);

        assertThat(node.reads().end(own)).contains(new HistoryEvent.ExecutionSucceeded(Json.parse(MEBIBYTE)));
        assertThat(valuesStored(own)).isEqualTo(1);
        assertThat(node.reads().history(own)).hasSize(43);
        assertThat(node.reads().end(aws)).hasValueSatisfying(end -> assertThat(end)
                .isEqualTo(new HistoryEvent.ExecutionFailed("States.DataLimitExceeded",
                        "The state/task 'S0' returned a result with a size exceeding the maximum number of bytes service limit.")));
    }

    @Test
    void anExecutionKeepsItsLimitsWhenItsTenantChangesThem() {
        var machine = node.machine(
                """
                        {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish.waitForTaskToken",
                        "Parameters":{"TopicArn":"t","Message.$":"$$.Task.Token"},"Next":"P"},"P":{"Type":"Pass","End":true}}}""");
        for (var limits : Limits.values()) {
            node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("{\"MessageId\":\"m\"}")));
            node.startUnder(limits);
            var started = node.start(machine, "{}");
            var asked = node.tasks().awaitRequest();
            var token = asked.parameters().path("Message").stringValue();
            node.awaitEvent(started.executionNo(), "TaskSubmitted");
            node.startUnder(limits == Limits.AWS ? Limits.FERMATA : Limits.AWS);

            assertThat(asked.longestAnswer()).isEqualTo(limits.payloadBytes());
            assertThat(node.executions().complete(node.tenant().value(), token,
                    new TaskOutcome.Answered(Json.parse(MEBIBYTE)))).isEqualTo(Answer.ACCEPTED);

            assertThat(node.awaitEnd(started.executionNo()).status())
                    .isEqualTo(limits == Limits.FERMATA ? ExecutionStatus.SUCCEEDED : ExecutionStatus.FAILED);
        }
    }

    @Test
    void theChildrenOfAMapRunHaveTheLimitsOfItsExecution() {
        for (var type : MachineType.values()) {
            var machine = node.machine("""
                    {"StartAt":"M","States":{"M":{"Type":"Map","ItemSelector":{"big.$":"$.big"},"ItemsPath":"$.items",
                    "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"%s"},"StartAt":"P",
                    "States":{"P":{"Type":"Pass","OutputPath":"$.big","End":true}}},"End":true}}}""".formatted(type));

            var own = run(machine, "{\"items\":[1,2],\"big\":" + MEBIBYTE + "}", Limits.FERMATA);

            assertThat(node.reads().end(own)).contains(new HistoryEvent.ExecutionSucceeded(
                    Json.MAPPER.createArrayNode().add(Json.parse(MEBIBYTE)).add(Json.parse(MEBIBYTE))));
        }
    }

    @Test
    void anExpressExecutionHasTheLimitsOfItsTenant() {
        var machine = node.machine(chain(3), MachineType.EXPRESS);
        for (var limits : Limits.values()) {
            node.startUnder(limits);

            var answer = node.executions().startSync(node.request(machine, null, MEBIBYTE));

            assertThat(((SyncAnswer.Ended) answer).end().error())
                    .isEqualTo(limits == Limits.FERMATA ? null : "States.DataLimitExceeded");
        }
    }

    private static ExecutionRow run(TestNode.Machine machine, String input, Limits limits) {
        node.startUnder(limits);
        return node.awaitEnd(Objects.requireNonNull(node.start(machine, input)).executionNo());
    }

    private static List<Long> ids(ExecutionRow row, List<Long> page, boolean newestFirst) {
        var ids = new ArrayList<Long>();
        node.reads().walk(row.tenant(), row.executionNo(), page.getFirst(), page.getLast(), newestFirst,
                event -> ids.add(event.id()));
        return ids;
    }

    private static long valuesStored(ExecutionRow row) {
        return JdbcClient.create(database)
                .sql("SELECT COUNT(*) FROM journal_value WHERE execution_no = ? AND tenant_id = ?")
                .param(row.executionNo()).param(row.tenant().value()).query(Long.class).single();
    }

    private static String chain(int length) {
        return "{\"StartAt\":\"S0\",\"States\":{" + IntStream.range(0, length)
                .mapToObj(i -> "\"S" + i + "\":{\"Type\":\"Pass\"," + (i + 1 < length
                        ? "\"Next\":\"S" + (i + 1) + "\"}"
                        : "\"End\":true}"))
                .collect(Collectors.joining(",")) + "}}";
    }
}
