// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.language.EvaluationException;
import io.fermata.language.InputOutput;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import io.fermata.language.jsonata.Bounds;
import io.fermata.language.jsonata.Surroundings;
import io.fermata.language.testing.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// All expressions of one template take their time from one span.
class SharedTimeTest {

    private static final int MANY = 100;
    private static final String OUTPUT = IntStream.range(0, MANY).mapToObj(i -> "\"{% " + i + " %}\"")
            .collect(Collectors.joining(",", "[", "]"));

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void evaluatesATemplateWithinTheTimeOfOneExpression() {
        assertThat(evaluate(Duration.ofMillis(300)).size()).isEqualTo(MANY);
    }

    @Test
    void stopsATemplateWhoseExpressionsTakeTooLongTogether() {
        assertThatThrownBy(() -> evaluate(Duration.ofMillis(600))).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("took more than 1000 milliseconds together");
    }

    private JsonNode evaluate(Duration each) {
        var surroundings = new Surroundings(Instant.EPOCH, new SplittableRandom(1), Bounds.DEFAULT,
                () -> nanos.getAndAdd(each.toNanos()));
        var io = (InputOutput.Queries) Examples
                .state("\"Type\":\"Pass\",\"QueryLanguage\":\"JSONata\",\"End\":true,\"Output\":" + OUTPUT).io();
        return Objects.requireNonNull(io.output())
                .evaluate(new Scope(Json.parse("{}"), Map.of(), Json.parse("{}"), surroundings));
    }
}
