// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.Json;
import io.fermata.language.Parsed;
import io.fermata.language.asl.Asl;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A turn ends between two states when it has taken its time, and goes on later.
class TurnBudgetTest {

    private static final String THREE = """
            {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"C"},
            "C":{"Type":"Succeed"}}}""";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void runsShortStatesInOneTurn() {
        assertThat(turns(Duration.ZERO)).isEqualTo(1);
    }

    @Test
    void letsOthersGoFirstAfterALongOne() {
        assertThat(turns(Duration.ofMillis(15))).isGreaterThan(1);
    }

    /// How many turns the execution takes when the clock moves on at each look.
    private int turns(Duration eachLook) {
        var definition = ((Parsed.Valid) Asl.parse(THREE)).definition();
        var execution = new Execution(
                new ExecutionFacts(1, 1, definition, "arn:execution", "e", "arn:machine", "m", "arn:role"));
        var interpreter = new Interpreter((_, scheduled) -> "token-" + scheduled,
                () -> nanos.getAndAdd(eachLook.toNanos()));
        Signal signal = new Signal.Start(Json.parse("{}"));
        int turns = 0;
        do {
            interpreter.turn(execution, signal, NOW, new Random(1));
            signal = new Signal.Continue();
            turns++;
        } while (!execution.status().closed() && turns < 100);
        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        return turns;
    }
}
