// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fermata.language.testing.Still;
import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.MalformedException;
import io.fermata.language.Scope;
import io.fermata.language.jsonpath.Intrinsic;
import io.fermata.language.jsonpath.JsonPath;
import io.fermata.language.jsonpath.PayloadTemplate;
import io.fermata.language.jsonpath.Wildcard;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BoundsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(strings = {"$..a..b", "$..*..*", "$.x[?(@.y =~ /(a+)+b/)]", "$.x[?(@.y =~ /a/i)]", "$.x[?(@..y)]",
            "$.x[?(@.y[?(@.z)])]", "$.x[?(@.y[*] == 1)]", "$[0,0][0,0][0,0]", "$.x[?(@.y in $.z)]",
            "$.x[?(@.y anyof $.z)]",
            "$.x.append(1)", "$.concat($..a)", "$.sum($..a)", "$.x[?(((((((((((((((((@.a)))))))))))))))))]"})
    void refusesPathsThatCouldRunWithoutBound(String path) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> JsonPath.parse(path));
    }

    @Test
    void refusesAFilterOfThousandsOfOperators() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> JsonPath.parse("$[?(" + "!".repeat(3_000) + "@.a)]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$..*", "$..[0]", "$..[?(@)]", "$.x[?(@ == $.x[0])]", "$.x[?(@ != 1 && @ != 2 || @ > 3)]",
            "$.x.max()", "$[*][*][*][*][*][*]"})
    void answersOrFailsInTimeOnTheLargestPayload(String path) {
        var parsed = JsonPath.parse(path);
        var input = Json.parse("{\"x\":[" + "1,".repeat(120_000) + "1]}");

        Assertions.assertTimeoutPreemptively(PATIENCE, () -> ends(() -> parsed.evaluate(scope(input))));
    }

    @Test
    void stopsATemplateThatRepeatsALargeInput() {
        var template = new StringBuilder("{\"a.$\":\"$\"");
        for (var i = 0; i < 20_000; i++) {
            template.append(",\"k").append(i).append(".$\":\"$\"");
        }
        var compiled = PayloadTemplate.compile(Json.parse(template.append('}').toString()));
        var input = Json.parse("\"" + "x".repeat(200_000) + "\"");

        assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> compiled.evaluate(scope(input)))
                .satisfies(problem -> assertThat(problem.error()).isEqualTo("States.DataLimitExceeded"));
    }

    @Test
    void stopsFunctionsThatMultiplyALargeInput() {
        var array = "States.Array(" + "$,".repeat(900) + "$)";
        var call = Intrinsic.parse("States.JsonToString(" + array + ")");
        var input = Json.parse("\"" + "x".repeat(200_000) + "\"");

        assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> call.evaluate(scope(input)))
                .satisfies(problem -> assertThat(problem.reason()).endsWith("The result is larger than 262144 bytes"));
    }

    @Test
    void matchesPatternsOfManyStarsInTime() {
        var pattern = Wildcard.compile("*" + "a".repeat(50_000) + "b*" + "a*".repeat(50_000));
        var text = "a".repeat(200_000);

        var matches = Assertions.assertTimeoutPreemptively(PATIENCE, () -> pattern.matches(text));

        assertThat(matches).isFalse();
    }

    private static boolean ends(Supplier<JsonNode> evaluation) {
        try {
            return evaluation.get() != null;
        } catch (EvaluationException e) {
            return !e.error().isEmpty();
        }
    }

    private static Scope scope(JsonNode input) {
        return new Scope(input, Map.of(), Json.parse("{}"), Still.seed(1));
    }
}
