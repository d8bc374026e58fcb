// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.Json;
import io.fermata.language.Parsed;
import io.fermata.language.asl.Asl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Which Map Run a redrive goes on with, and for how long.
class MapRunRedriveTest {

    private static final int MOST = 1_000;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Interpreter interpreter = new Interpreter((_, scheduled) -> "token-" + scheduled, () -> 0);
    private final List<Recorded> entries = new ArrayList<>();
    private final Execution execution = new Execution(new ExecutionFacts(1, 1, ((Parsed.Valid) Asl.parse("""
            {"StartAt":"M","States":{"M":{"Type":"Map","Label":"Each","ItemProcessor":{"ProcessorConfig":{"Mode":
            "DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},
            "End":true}}}""")).definition(), "arn:aws:states:us-east-1:1:execution:m:e", "e",
            "arn:aws:states:us-east-1:1:stateMachine:m", "m", "arn:role"));

    @Test
    void namesTheRunAndCountsItsRedrives() {
        var run = (Effect.RunMap) start();
        fail(run.started(), 0);
        assertThat(execution.mapRunsDoneAgain()).containsExactly(run.started());
        assertThat(redrive()).isEqualTo(new Effect.RedriveMap(run.started()));
        fail(run.started(), 1);

        assertThat(redrive()).isEqualTo(new Effect.RedriveMap(run.started()));

        var arn = entries.stream().map(Recorded::entry)
                .map(entry -> entry instanceof HistoryEvent.MapRunStarted(var begun) ? begun : null)
                .filter(begun -> begun != null).findFirst().orElseThrow();
        assertThat(arn).startsWith("arn:aws:states:us-east-1:1:mapRun:m/Each:");
        var details = new EventDetails("us-east-1", true);
        assertThat(entries.stream().map(Recorded::entry).filter(HistoryEvent.MapRunRedriven.class::isInstance)
                .map(entry -> details.of((HistoryEvent) entry)))
                .containsExactly(
                        Json.MAPPER.createObjectNode().put("mapRunArn", arn).put("redriveCount", 1),
                        Json.MAPPER.createObjectNode().put("mapRunArn", arn).put("redriveCount", 2));
    }

    @Test
    void beginsAnotherRunOnceOneWasRedrivenAsOftenAsMayBe() {
        var run = (Effect.RunMap) start();
        for (int i = 0; i < MOST; i++) {
            fail(run.started(), i);
            assertThat(redrive()).isEqualTo(new Effect.RedriveMap(run.started()));
        }
        assertThat(execution.mapRunsDoneAgain()).isEmpty();
        fail(run.started(), MOST);
        assertThat(execution.mapRunsDoneAgain()).isEmpty();

        assertThat(redrive()).isInstanceOf(Effect.RunMap.class);
        assertThat(Execution.fold(execution.facts(), entries).describe()).isEqualTo(execution.describe());
    }

    @Test
    void anEndThatWasToldBeforeTheRedriveIsRefused() {
        var run = (Effect.RunMap) start();
        tell(new Signal.Stop(null, null));
        redrive();

        var late = interpreter.turn(execution, new Signal.MapRunEnded(run.started(), 0,
                new TaskOutcome.Failed(MapRunBounds.EXCEEDED, MapRunBounds.EXCEEDED_CAUSE)), NOW, new Random(1));

        assertThat(late.accepted()).isFalse();
        assertThat(late.entries()).isEmpty();
        assertThat(tell(new Signal.MapRunEnded(run.started(), 1, new TaskOutcome.Answered(Json.parse("[1]")))))
                .containsExactly(new Effect.Closed(ExecutionStatus.SUCCEEDED));
    }

    private Effect start() {
        return tell(new Signal.Start(Json.parse("[1]"))).getFirst();
    }

    private Effect redrive() {
        return tell(new Signal.Redrive(null)).getFirst();
    }

    private void fail(long started, int redrives) {
        assertThat(tell(new Signal.MapRunEnded(started, redrives,
                new TaskOutcome.Failed(MapRunBounds.EXCEEDED, MapRunBounds.EXCEEDED_CAUSE))))
                .containsExactly(new Effect.Closed(ExecutionStatus.FAILED));
    }

    private List<Effect> tell(Signal signal) {
        var step = interpreter.turn(execution, signal, NOW, new Random(1));
        entries.addAll(step.entries());
        return step.effects();
    }
}
