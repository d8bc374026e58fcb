// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.asl.Asl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// How large an execution may grow under the limits it started with.
class LimitsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MEBIBYTE = 1 << 20;

    /// 4 events for each time round, 28,009 in all.
    private static final String SEVEN_THOUSAND_TIMES = """
            {"StartAt":"Add","States":{
            "Add":{"Type":"Pass","Parameters":{"n.$":"States.MathAdd($.n, 1)"},"Next":"Enough"},
            "Enough":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":7000,"Next":"Add"}],"Default":"End"},
            "End":{"Type":"Succeed"}}}""";

    private final List<Recorded> journal = new ArrayList<>();

    @Test
    void aHistoryEndsAtTwentyFiveThousandEventsUnderAwsLimits() {
        var execution = run(SEVEN_THOUSAND_TIMES, Json.parse("{\"n\":0}"), Limits.AWS);

        assertThat(execution.lastEvent()).isEqualTo(25_000);
        assertThat(execution.error()).isEqualTo("States.Runtime");
        assertThat(execution.cause()).contains("25000");
        assertThat(execution.redrivable()).isFalse();
    }

    @Test
    void aHistoryHasNoEndUnderFermatasOwn() {
        var execution = run(SEVEN_THOUSAND_TIMES, Json.parse("{\"n\":0}"), Limits.FERMATA);

        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(execution.lastEvent()).isEqualTo(28_004);
    }

    @Test
    void anExecutionThatFailsBeyondAwsLimitsMayBeRedrivenUnderFermatasOwn() {
        var failing = SEVEN_THOUSAND_TIMES.replace("{\"Type\":\"Succeed\"}", "{\"Type\":\"Fail\",\"Error\":\"No\"}");

        assertThat(run(failing, Json.parse("{\"n\":0}"), Limits.FERMATA).redrivable()).isTrue();
    }

    @Test
    void anExpressExecutionHasNoEndOfItsHistoryUnderAnyLimits() {
        assertThat(Limits.AWS.events(MachineType.EXPRESS)).isEqualTo(Limits.FERMATA.events(MachineType.EXPRESS));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"Type\":\"Pass\",\"End\":true}",
            "{\"Type\":\"Pass\",\"Parameters\":{\"v.$\":\"$.v\",\"w\":1},\"End\":true}",
            "{\"Type\":\"Pass\",\"Parameters\":{\"v.$\":\"States.Format('{}!', $.v)\"},\"End\":true}",
            "{\"Type\":\"Pass\",\"Parameters\":{\"v.$\":\"$..v\"},\"End\":true}",
            "{\"Type\":\"Pass\",\"Assign\":{\"v.$\":\"$.v\"},\"OutputPath\":null,\"End\":true}",
            "{\"Type\":\"Pass\",\"QueryLanguage\":\"JSONata\",\"Output\":\"{% $states.input.v & '!' %}\",\"End\":true}",
            "{\"Type\":\"Parallel\",\"Branches\":[{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}],\"End\":true}",
            "{\"Type\":\"Map\",\"ItemsPath\":\"$.items\",\"ItemSelector\":{\"v.$\":\"$.v\"},\"ItemProcessor\":{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}},\"End\":true}"})
    void aValueOfAMebibytePassesUnderFermatasOwnLimitsAndNotUnderAws(String state) {
        var definition = "{\"StartAt\":\"S\",\"States\":{\"S\":" + state + "}}";
        var input = (JsonNode) JsonNodeFactory.instance.objectNode().put("v", "x".repeat(MEBIBYTE)).set("items",
                Json.parse("[1]"));

        assertThat(run(definition, input, Limits.FERMATA).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(run(definition, input, Limits.AWS).status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @ParameterizedTest
    @EnumSource(Limits.class)
    void aValueOverTheLimitFailsTheState(Limits limits) {
        var fitting = JsonNodeFactory.instance.stringNode("x".repeat(limits.payloadBytes() - 2));
        var tooLarge = JsonNodeFactory.instance.stringNode("x".repeat(limits.payloadBytes() - 1));
        var definition = "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Pass\",\"End\":true}}}";

        assertThat(run(definition, fitting, limits).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        var failed = run(definition, tooLarge, limits);
        assertThat(failed.error()).isEqualTo("States.DataLimitExceeded");
        assertThat(failed.cause()).isEqualTo("The state/task 'S' returned a result with a size exceeding the maximum"
                + " number of bytes service limit.");
    }

    @ParameterizedTest
    @EnumSource(Limits.class)
    void aTaskMayAnswerAsMuchAsTheLimitAllows(Limits limits) {
        var definition = """
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage",
                "Parameters":{"QueueUrl":"q","MessageBody":"m"},"End":true}}}""";

        assertThat(answered(definition, limits, limits.payloadBytes() - 2).status())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(answered(definition, limits, limits.payloadBytes() - 1).error())
                .isEqualTo("States.DataLimitExceeded");
    }

    @ParameterizedTest
    @EnumSource(Limits.class)
    void theJournalSaysUnderWhichLimitsAnExecutionStarted(Limits limits) {
        var live = run("{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Wait\",\"Seconds\":9,\"End\":true}}}",
                Json.parse("{}"), limits);

        var folded = Execution.fold(live.facts(), journal);

        assertThat(folded.limits()).isEqualTo(limits);
        assertThat(folded.describe()).isEqualTo(live.describe());
    }

    private Execution answered(String definition, Limits limits, int size) {
        var execution = run(definition, Json.parse("{}"), limits);
        interpreter().turn(execution, new Signal.Completed(execution.liveFrames().iterator().next().scheduled,
                JsonNodeFactory.instance.stringNode("x".repeat(size))), NOW, new Random(1));
        return execution;
    }

    private Execution run(String text, JsonNode input, Limits limits) {
        var parsed = Asl.parse(text);
        assertThat(parsed).isInstanceOf(Parsed.Valid.class);
        var execution = new Execution(new ExecutionFacts(1, 1, ((Parsed.Valid) parsed).definition(), "arn:execution",
                "e", "arn:machine", "m", "arn:role"));
        journal.clear();
        var step = interpreter().turn(execution, new Signal.Start(input, limits), NOW, new Random(1));
        journal.addAll(step.entries());
        while (step.more()) {
            step = interpreter().turn(execution, new Signal.Continue(), NOW, new Random(1));
            journal.addAll(step.entries());
        }
        return execution;
    }

    private static Interpreter interpreter() {
        return new Interpreter((_, scheduled) -> "token-" + scheduled, () -> 0);
    }
}
