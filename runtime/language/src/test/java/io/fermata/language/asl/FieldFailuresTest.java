// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fermata.language.testing.Still;
import io.fermata.language.testing.Examples;
import io.fermata.language.EvaluationException;
import io.fermata.language.InputOutput;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import io.fermata.language.State;
import io.fermata.language.WaitUntil;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldFailuresTest {

    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");
    private static final String MAP = """
            "Type":"Map","End":true,"ItemProcessor":{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}""";

    @Test
    void wordsAMissingInputPath() {
        var io = (InputOutput.Paths) Examples.state("\"Type\":\"Pass\",\"InputPath\":\"$.a.b\",\"End\":true").io();

        fails(() -> io.inputPath().evaluate(scope("{\"a\":{}}")),
                "Invalid path '$.a.b' : No results for path: $['a']['b']");
        fails(() -> io.inputPath().evaluate(scope("{}")), "Invalid path '$.a.b' : Missing property in path $['a']");
    }

    @Test
    void wordsAMissingTimeoutPath() {
        var task = (State.Task) Examples.state("""
                "Type":"Task","Resource":"arn:aws:states:::lambda:invoke","TimeoutSecondsPath":"$.t","End":true""");

        fails(() -> Objects.requireNonNull(task.timeoutSeconds()).evaluate(scope("{}")),
                "Invalid path '$.t' : No results for path: $['t']");
    }

    @Test
    void wordsAMissingErrorPath() {
        var fail = (State.Fail) Examples.state("\"Type\":\"Fail\",\"ErrorPath\":\"$.e\"");

        fails(() -> Objects.requireNonNull(fail.error()).evaluate(scope("{}")),
                "The JSONPath '$.e' specified for the field 'ErrorPath' could not be found in the input '{}'");
    }

    @Test
    void readsACauseFromAFunction() {
        var fail = (State.Fail) Examples.state("\"Type\":\"Fail\",\"CausePath\":\"States.Format('no {}', $.x)\"");

        var cause = Objects.requireNonNull(fail.cause()).evaluate(scope("{\"x\":1}"));

        assertThat(cause.stringValue()).isEqualTo("no 1");
    }

    @Test
    void wordsItemsThatAreNoArray() {
        var map = (State.Map) Examples.state(MAP + ",\"ItemsPath\":\"$$.Execution.Input\"");
        var scope = scope("{}").withContext(Json.parse("{\"Execution\":{\"Input\":{}}}"));

        fails(() -> map.items().evaluate(scope), "Reference path \"$.Execution.Input\" must point to array.");
    }

    @ParameterizedTest
    @CsvSource({"1.5", "{}", "\"x\"", "-1"})
    void wordsAConcurrencyThatIsNoInteger(String value) {
        var map = (State.Map) Examples.state(MAP + ",\"MaxConcurrencyPath\":\"$.n\"");
        var concurrency = Objects.requireNonNull(map.maxConcurrency());

        fails(() -> concurrency.evaluate(scope("{\"n\":" + value + "}")),
                "The MaxConcurrencyPath field refers to value \"" + value.replace("\"", "")
                        + "\" which is not a valid integer: $.n");
    }

    @Test
    void takesAConcurrencyFromAStringOfDigits() {
        var map = (State.Map) Examples.state(MAP + ",\"MaxConcurrencyPath\":\"$.n\"");

        var value = Objects.requireNonNull(map.maxConcurrency()).evaluate(scope("{\"n\":\"2\"}"));

        assertThat(value.asInt()).isEqualTo(2);
    }

    @Test
    void waitsForSecondsFromTheInput() {
        assertThat(wait("\"SecondsPath\":\"$.s\"").resolve(scope("{\"s\":90}"), NOW)).isEqualTo(NOW.plusSeconds(90));
    }

    @Test
    void wordsSecondsThatCannotBeUsed() {
        var until = wait("\"SecondsPath\":\"$.s\"");

        fails(() -> until.resolve(scope("{}"), NOW),
                "The SecondsPath parameter does not reference an input value: $.s");
        fails(() -> until.resolve(scope("{\"s\":1.5}"), NOW),
                "The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5");
        fails(() -> until.resolve(scope("{\"s\":-1}"), NOW),
                "The SecondsPath parameter references a negative value: $.s == -1");
        fails(() -> until.resolve(scope("{\"s\":9999999999}"), NOW), "Wait state delay is too long.");
    }

    @Test
    void readsSecondsOfManyDigitsWithoutBuildingThem() {
        var until = wait("\"SecondsPath\":\"$.s\"");

        fails(() -> until.resolve(scope("{\"s\":1e999999999}"), NOW),
                "The SecondsPath parameter cannot be parsed as a long value: $.s == 1E+999999999");
    }

    @Test
    void waitsForATimestampOfTheDefinition() {
        assertThat(wait("\"Timestamp\":\"2024-02-01T00:00:00.25+01:00\"").resolve(scope("{}"), NOW))
                .isEqualTo(Instant.parse("2024-01-31T23:00:00.250Z"));
    }

    @Test
    void wordsATimestampThatCannotBeUsed() {
        var until = wait("\"TimestampPath\":\"$.t\"");

        fails(() -> until.resolve(scope("{\"t\":\"2024-01-01T00:00:00.000000\"}"), NOW),
                "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string:"
                        + " $.t == 2024-01-01T00:00:00.000000");
    }

    @Test
    void refusesToWaitForTwentyFourThousandEightHundredFiftySixDays() {
        var until = wait("\"TimestampPath\":\"$.t\"");
        var far = NOW.plusSeconds(24_856L * 86_400);

        fails(() -> until.resolve(scope("{\"t\":\"" + far + "\"}"), NOW), "Wait state delay is too long.");
    }

    private static WaitUntil wait(String field) {
        return ((State.Wait) Examples.state("\"Type\":\"Wait\",\"End\":true," + field)).until();
    }

    private static void fails(ThrowingCallable call, String reason) {
        assertThatExceptionOfType(EvaluationException.class).isThrownBy(call).satisfies(problem -> {
            assertThat(problem.error()).isEqualTo("States.Runtime");
            assertThat(problem.reason()).isEqualTo(reason);
        });
    }

    private static Scope scope(String input) {
        return new Scope(Json.parse(input), Map.of(), Json.parse("{}"), Still.seed(1));
    }
}
