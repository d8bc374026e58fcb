// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.language.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// What is recorded or documented of JSONata in state machines, and of our bounds around it, case by case.
class AwsDialectTest {

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (var in = Objects.requireNonNull(AwsDialectTest.class.getResourceAsStream("/jsonata/aws-dialect.json"))) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)).valueStream()
                    .map(example -> DynamicTest.dynamicTest(example.get("name").stringValue(), () -> check(example)))
                    .toList().stream();
        }
    }

    private static void check(JsonNode example) {
        if (example.has("code") || example.has("message")) {
            assertThatThrownBy(() -> evaluate(example)).isInstanceOfSatisfying(JsonataException.class, e -> {
                assertThat(e.code()).isEqualTo(example.path("code").stringValue(null));
                assertThat(e.getMessage()).contains(example.path("message").stringValue(""));
            });
            return;
        }
        assertThat(evaluate(example)).isEqualTo(example.has("undefined")
                ? new Outcome.Nothing()
                : example.has("unsupported") ? new Outcome.Unsupported() : new Outcome.Value(example.get("result")));
    }

    private static Outcome evaluate(JsonNode example) {
        var variables = new LinkedHashMap<String, JsonNode>();
        if (example.has("variables")) {
            example.get("variables").properties().forEach(e -> variables.put(e.getKey(), e.getValue()));
        }
        return Jsonata.compile(example.get("expression").stringValue()).evaluate(null, variables,
                new Surroundings(Instant.parse("2026-11-22T10:00:00.123Z"), new SplittableRandom(1), Bounds.DEFAULT,
                        () -> 0));
    }
}
