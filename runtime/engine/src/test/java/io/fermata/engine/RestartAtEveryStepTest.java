// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.testing.ChainRules;
import io.fermata.language.TaskResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The promise that nothing is lost, as a property: whatever definition runs, whatever its tasks answer, wherever the
/// process dies and however often a bad end is redriven, the folded state equals the live one at every boundary, the
/// execution ends, and its history keeps the rules of all histories.
class RestartAtEveryStepTest {

    private static final int EXECUTIONS = Integer.getInteger("fermata.restart.executions", 6_000);

    private final Interpreter interpreter = new Interpreter(
            (facts, scheduled) -> facts.executionNo() + "-" + scheduled, () -> 0);

    @Test
    void foldedStateEqualsLiveStateAtEveryBoundaryAndEveryExecutionEnds() {
        var ends = new EnumMap<ExecutionStatus, Integer>(ExecutionStatus.class);
        int crashes = 0;
        int redrives = 0;
        long events = 0;
        for (int seed = 0; seed < EXECUTIONS; seed++) {
            var run = new Run(seed);
            ends.merge(run.toTheEnd(), 1, Integer::sum);
            crashes += run.crashes;
            redrives += run.execution.redriveCount();
            events += run.execution.lastEvent();
        }
        System.out.println(
                "restart property: " + ends + " crashes=" + crashes + " redrives=" + redrives + " events=" + events);
        assertThat(ends).containsKeys(ExecutionStatus.SUCCEEDED, ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT,
                ExecutionStatus.ABORTED).doesNotContainKey(ExecutionStatus.RUNNING);
        assertThat(crashes).isGreaterThan(EXECUTIONS);
        assertThat(redrives).isGreaterThan(EXECUTIONS / 20);
    }

    /// One execution, the outside it talks to, and the journal that survives.
    private final class Run {

        private final int seed;
        private final Random random;
        private final ExecutionFacts facts;
        private final List<Recorded> journal = new ArrayList<>();
        private final List<Effect> open = new ArrayList<>();
        private Execution execution;
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        int crashes;

        Run(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.facts = new ExecutionFacts(1, seed, new RandomDefinitions(new Random(seed)).draw(),
                    "arn:aws:states:us-east-1:1:execution:m:e" + seed, "e" + seed,
                    "arn:aws:states:us-east-1:1:stateMachine:m", "m", "arn:aws:iam::1:role/r");
            this.execution = new Execution(facts);
        }

        ExecutionStatus toTheEnd() {
            Signal signal = new Signal.Start(JsonNodeFactory.instance.stringNode("in"));
            for (int i = 0; i < 3_000; i++) {
                boolean ended = advance(signal);
                boolean redriven = execution.redrivable() && execution.redriveCount() < 3 && random.nextBoolean();
                if (ended && !redriven) {
                    checkHistory();
                    return execution.status();
                }
                signal = ended ? new Signal.Redrive(null) : nextSignal();
            }
            throw new AssertionError("seed " + seed + " did not end: " + execution.describe());
        }

        private boolean advance(Signal signal) {
            var step = interpreter.turn(execution, signal, now, random);
            boolean crashBeforeCommit = !journal.isEmpty() && random.nextInt(8) == 0;
            if (crashBeforeCommit) {
                reload();
                return false;
            }
            journal.addAll(step.entries());
            var folded = Execution.fold(facts, journal);
            assertThat(folded.describe()).as("seed %s after %s", seed, signal).isEqualTo(execution.describe());
            if (random.nextInt(6) == 0) { // a crash after the commit, before its effects were released
                reload();
            } else {
                step.effects().forEach(this::release);
            }
            return execution.status().closed();
        }

        private void reload() {
            crashes++;
            execution = Execution.fold(facts, journal);
            open.clear();
            interpreter.outstanding(execution, now).forEach(this::release);
        }

        private void release(Effect effect) {
            switch (effect) {
                case Effect.Dispatch _,Effect.OfferActivity _,Effect.StartChild _,Effect.Watch _,Effect.RunMap _,Effect.RedriveMap _,Effect.ResumeMap _ ->
                    open.add(effect);
                case Effect.Cancel(var scheduled) -> open.removeIf(other -> scheduled == scheduled(other));
                case Effect.StopMap(var started) -> open.removeIf(other -> started == scheduled(other));
                case Effect.Closed _ -> open.clear();
            }
        }

        private Signal nextSignal() {
            if (random.nextInt(400) == 0) {
                return new Signal.Stop("Stopped", null);
            }
            if (!open.isEmpty() && random.nextInt(5) > 0) {
                return answer(open.get(random.nextInt(open.size())));
            }
            var parked = parkedAttempt();
            if (parked != null && random.nextInt(3) > 0) {
                return end(parked.scheduled);
            }
            var due = execution.nextDue();
            if (due == null) {
                return new Signal.Continue();
            }
            now = due.isAfter(now) ? due : now;
            return new Signal.TimerFired();
        }

        private @Nullable Frame parkedAttempt() {
            return execution.liveFrames().stream()
                    .filter(frame -> frame.phase == Frame.Phase.TASK && (frame.submitted || frame.started)).findFirst()
                    .orElse(null);
        }

        private Signal answer(Effect effect) {
            long scheduled = scheduled(effect);
            var frame = execution.attempt(scheduled);
            if (frame != null && frame.mapRun != null && frame.mapRun.redrives() > 0 && random.nextInt(6) == 0) {
                // what the run told before its last redrive does not count
                return new Signal.MapRunEnded(scheduled, frame.mapRun.redrives() - 1,
                        new TaskOutcome.Answered(started(scheduled)));
            }
            if (random.nextInt(12) > 0) {
                open.remove(effect);
            } // else the outside answers twice
            return switch (effect) {
                case Effect.OfferActivity _ -> new Signal.Started(scheduled, "worker");
                case Effect.Dispatch(_, _, var resource, _, _, _, _) when isHandedOver(resource) ->
                    new Signal.Submitted(scheduled, started(scheduled));
                case Effect.Watch watch -> {
                    assertThat(watch.started()).isEqualTo(started(scheduled));
                    yield end(scheduled);
                }
                case Effect.Dispatch _,Effect.StartChild _,Effect.RunMap _,Effect.RedriveMap _,Effect.ResumeMap _,Effect.StopMap _,Effect.Cancel _,Effect.Closed _ ->
                    end(scheduled);
            };
        }

        private static boolean isHandedOver(TaskResource resource) {
            return resource.arn().endsWith(".waitForTaskToken") || resource.arn().endsWith(".sync");
        }

        private static JsonNode started(long scheduled) {
            return JsonNodeFactory.instance.objectNode().put("JobId", scheduled);
        }

        private Signal end(long scheduled) {
            var told = told(scheduled);
            var frame = execution.attempt(scheduled);
            if (frame == null || frame.mapRun == null) {
                return told;
            }
            int redrives = frame.mapRun.redrives();
            return switch (told) {
                case Signal.Completed(_, var output) ->
                    new Signal.MapRunEnded(scheduled, redrives, new TaskOutcome.Answered(output));
                case Signal.Failed(_, var error, var cause) ->
                    new Signal.MapRunEnded(scheduled, redrives, new TaskOutcome.Failed(error, cause));
                case Signal other -> other;
            };
        }

        private Signal told(long scheduled) {
            return switch (random.nextInt(10)) {
                case 0, 1 -> new Signal.Failed(scheduled, "Busy", "because");
                case 2 -> new Signal.Failed(scheduled, null, null);
                case 3 -> new Signal.Heartbeat(scheduled);
                default -> new Signal.Completed(scheduled, JsonNodeFactory.instance.numberNode(scheduled));
            };
        }

        private long scheduled(Effect effect) {
            return switch (effect) {
                case Effect.Dispatch dispatch -> dispatch.scheduled();
                case Effect.OfferActivity offer -> offer.scheduled();
                case Effect.StartChild start -> start.scheduled();
                case Effect.Watch watch -> watch.scheduled();
                case Effect.RunMap map -> map.started();
                case Effect.RedriveMap map -> map.started();
                case Effect.ResumeMap map -> map.started();
                case Effect.StopMap map -> map.started();
                case Effect.Cancel cancel -> cancel.scheduled();
                case Effect.Closed _ -> 0;
            };
        }

        private void checkHistory() {
            var history = journal.stream().filter(recorded -> recorded.id() > 0)
                    .map(recorded -> new ChainRules.Line(recorded.id(), recorded.previousId(),
                            EventNames.of((HistoryEvent) recorded.entry()), recorded.at()))
                    .toList();
            assertThat(ChainRules.faults(history)).as("seed %s: %s", seed, history).isEmpty();
        }
    }
}
