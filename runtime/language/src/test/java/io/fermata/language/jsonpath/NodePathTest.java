// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodePathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"$ | {\"a\":1} | 7", "$.b | {\"a\":1} | {\"a\":1,\"b\":7}",
            "$.a | {\"a\":1,\"b\":2} | {\"a\":7,\"b\":2}", "$.x.y.z | {} | {\"x\":{\"y\":{\"z\":7}}}",
            "$['a b'].c | {\"a b\":{\"d\":1}} | {\"a b\":{\"d\":1,\"c\":7}}",
            "$.l[1] | {\"l\":[1,2,3]} | {\"l\":[1,7,3]}",
            "$.l[0].m | {\"l\":[{}]} | {\"l\":[{\"m\":7}]}"})
    void putsAValue(String path, String target, String expected) {
        var result = NodePath.parse(path).put(Json.parse(target), Json.parse("7"));

        assertThat(Json.write(result)).isEqualTo(expected);
    }

    @Test
    void leavesTheTargetAsItWas() {
        var target = Json.parse("{\"a\":{\"b\":1}}");

        NodePath.parse("$.a.b").put(target, Json.parse("7"));

        assertThat(target).isEqualTo(Json.parse("{\"a\":{\"b\":1}}"));
    }

    @Test
    void sharesTheNodesBesideThePath() {
        var target = Json.parse("{\"a\":{\"b\":1},\"c\":{}}");

        var result = NodePath.parse("$.a").put(target, Json.parse("7"));

        assertThat(result.get("c")).isSameAs(target.get("c"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"$.a.b | {\"a\":1} | Unable to apply step \"['b']\" to input 1",
            "$.a | [1] | Unable to apply step \"['a']\" to input [1]",
            "$[3] | [1] | Unable to apply step \"[3]\" to input [1]",
            "$.a | \"text\" | Unable to apply step \"['a']\" to input \"text\""})
    void failsWhereNoMemberCanBe(String path, String target, String reason) {
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> NodePath.parse(path).put(Json.parse(target), Json.parse("7")))
                .satisfies(problem -> {
                    assertThat(problem.error()).isEqualTo("States.ResultPathMatchFailure");
                    assertThat(problem.reason()).isEqualTo(reason);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "$.a[*]", "$..a", "$.a[0:1]", "$.a[?(@.b)]", "$.a,b.*", "$$", "$$.a", "$var", "$.",
            "$[",
            "$['a'", "$[1", "$.a['b','c']"})
    void refusesWhatNamesNoSingleNode(String path) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> NodePath.parse(path));
    }
}
