// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fermata.language.testing.Cases;
import io.fermata.language.testing.Examples;
import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.jsonpath.Intrinsic;
import io.fermata.language.jsonpath.PayloadTemplate;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ExpressionCasesTest {

    @TestFactory
    Stream<DynamicTest> payloadTemplates() {
        return Cases.of("templates", example -> {
            var template = PayloadTemplate.compile(example.get("template"));

            evaluates(template, example);
        });
    }

    @TestFactory
    Stream<DynamicTest> intrinsics() {
        return Cases.of("intrinsics", example -> {
            var call = Intrinsic.parse(example.get("call").stringValue());

            evaluates(call, example);
        });
    }

    @TestFactory
    Stream<DynamicTest> choices() {
        return Cases.of("choices", example -> {
            var rule = example.get("rule").deepCopy();
            ((ObjectNode) rule).put("Next", "Yes");
            var condition = Examples.choice(rule).rules().getFirst().condition();

            if (example.has("error")) {
                fails(example, () -> condition.test(Cases.scope(example)));
            } else {
                assertThat(condition.test(Cases.scope(example))).isEqualTo(example.get("chosen").booleanValue());
            }
        });
    }

    private static void evaluates(Expression expression, JsonNode example) {
        if (example.has("error")) {
            fails(example, () -> expression.evaluate(Cases.scope(example)));
        } else if (example.has("pattern")) {
            assertThat(Json.write(expression.evaluate(Cases.scope(example))))
                    .matches(example.get("pattern").stringValue());
        } else {
            assertThat(expression.evaluate(Cases.scope(example))).isEqualTo(example.get("result"));
        }
    }

    private static void fails(JsonNode example, ThrowingCallable call) {
        assertThatExceptionOfType(EvaluationException.class).isThrownBy(call).satisfies(problem -> {
            assertThat(problem.error()).isEqualTo(example.get("error").stringValue());
            assertThat(problem.reason()).isEqualTo(example.get("reason").stringValue());
        });
    }
}
