// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.asl.Asl;
import io.fermata.language.Json;
import io.fermata.language.Parsed;
import io.fermata.language.TaskResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/// One execution whose tasks answer at once as mocks say, on a clock that jumps to the next due moment.
final class ScenarioRun {

    private static final int MOST_SIGNALS = 100_000;

    /// Draws the longest delay where a retry has jitter.
    private static final RandomGenerator LONGEST = new Random(1) {

        @Override
        public double nextDouble() {
            return 1;
        }
    };

    /// What one attempt of a task was given.
    record TaskInput(String state, JsonNode input) {}

    private record Told(Execution to, Signal signal) {}

    private record Attempt(Execution execution, long scheduled) {}

    /// An entry and the execution that recorded it.
    private record Noted(Execution by, Recorded recorded) {}

    final Execution root;

    private final Interpreter interpreter = new Interpreter((_, scheduled) -> "token-" + scheduled, () -> 0);
    private final List<Mock> mocks = new ArrayList<>();
    private final ScenarioStorage storage;
    private final ArrayDeque<Told> signals = new ArrayDeque<>();
    private final List<Noted> entries = new ArrayList<>();
    private final Map<Attempt, String> attempts = new HashMap<>();
    private final Map<Execution, @Nullable ScenarioMapRun> executions = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    ScenarioRun(JsonNode definition, JsonNode mocks, JsonNode datasets) {
        var parsed = Asl.parse(Json.write(definition));
        assertThat(parsed).isInstanceOf(Parsed.Valid.class);
        root = new Execution(new ExecutionFacts(1, 1, ((Parsed.Valid) parsed).definition(),
                "arn:aws:states:us-east-1:123456789012:execution:m:e", "e",
                "arn:aws:states:us-east-1:123456789012:stateMachine:m", "m", "arn:aws:iam::123456789012:role/r"));
        executions.put(root, null);
        storage = new ScenarioStorage(datasets);
        mocks.forEach(mock -> this.mocks.add(new Mock(mock)));
    }

    void toTheEnd(JsonNode input) {
        signals.add(new Told(root, new Signal.Start(input)));
        for (int i = 0; i < MOST_SIGNALS && !root.status().closed(); i++) {
            var told = signals.poll();
            if (told == null) {
                told = timer();
            }
            tell(told.to, told.signal);
        }
    }

    private Told timer() {
        var next = executions.keySet().stream().filter(one -> one.nextDue() != null)
                .min(Comparator.comparing(one -> Objects.requireNonNull(one.nextDue())))
                .orElseThrow(() -> new AssertionError("nothing is due and nothing answers"));
        now = Objects.requireNonNull(next.nextDue());
        return new Told(next, new Signal.TimerFired());
    }

    private void tell(Execution execution, Signal signal) {
        var step = interpreter.turn(execution, signal, now, LONGEST);
        step.entries().forEach(entry -> entries.add(new Noted(execution, entry)));
        if (step.more()) {
            signals.addFirst(new Told(execution, new Signal.Continue()));
        }
        for (var effect : step.effects()) {
            switch (effect) {
                case Effect.Dispatch dispatch -> answer(execution, dispatch.scheduled(), dispatch.parameters(),
                        dispatch.resource() instanceof TaskResource.Integration integration
                                && integration.pattern() != TaskResource.Pattern.REQUEST_RESPONSE);
                case Effect.OfferActivity offer -> answer(execution, offer.scheduled(), offer.input(), false);
                case Effect.StartChild child -> answer(execution, child.scheduled(), child.parameters(),
                        child.pattern() != TaskResource.Pattern.REQUEST_RESPONSE);
                case Effect.RunMap map -> go(new ScenarioMapRun(execution, map, storage, now));
                case Effect.Closed _ -> closed(execution);
                case Effect.Watch _,Effect.Cancel _,Effect.ResumeMap _,Effect.RedriveMap _,Effect.StopMap _ -> {
                }
            }
        }
    }

    private void go(ScenarioMapRun run) {
        run.startable().forEach((child, input) -> {
            executions.put(child, run);
            signals.add(new Told(child, new Signal.Start(input)));
        });
        var end = run.end();
        if (end != null) {
            executions.values().removeIf(run::equals);
            signals.removeIf(told -> !executions.containsKey(told.to));
            signals.add(new Told(run.parent, end));
        }
    }

    private void closed(Execution execution) {
        var run = executions.remove(execution);
        if (run != null) {
            run.ended(execution);
            go(run);
        }
    }

    private void answer(Execution execution, long scheduled, JsonNode parameters, boolean handedOver) {
        var state = Objects.requireNonNull(execution.attempt(scheduled)).stateName;
        attempts.put(new Attempt(execution, scheduled), state);
        var mock = mocks.stream().filter(candidate -> candidate.answers(state, parameters)).findFirst()
                .orElseThrow(() -> new AssertionError("no mock for " + state + " given " + parameters));
        mock.left--;
        if (handedOver && !mock.failsToStart()) {
            signals.add(new Told(execution, new Signal.Submitted(scheduled, NullNode.getInstance())));
        }
        if (mock.told.has("output")) {
            signals.add(new Told(execution, new Signal.Completed(scheduled, mock.told.get("output"))));
        } else if (mock.told.has("error")) {
            signals.add(new Told(execution,
                    new Signal.Failed(scheduled, text(mock.told.get("error")), text(mock.told.get("cause")))));
        }
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.stringValue();
    }

    String status() {
        return root.status().name();
    }

    @Nullable
    JsonNode error() {
        return root.error() == null ? null : StringNode.valueOf(root.error());
    }

    @Nullable
    JsonNode cause() {
        return root.cause() == null ? null : StringNode.valueOf(root.cause());
    }

    double seconds() {
        return Duration.between(Objects.requireNonNull(root.startedAt()),
                Objects.requireNonNull(root.stoppedAt())).toMillis() / 1000.0;
    }

    List<String> rootStates() {
        return entered(true);
    }

    List<String> allStates() {
        return entered(false);
    }

    private List<String> entered(boolean rootOnly) {
        var names = new ArrayList<String>();
        for (var noted : entries) {
            var entry = noted.recorded;
            if (entry.entry() instanceof HistoryEvent.StateEntered entered
                    && (!rootOnly || noted.by == root && entry.frame() == 1)) {
                names.add(entered.name());
            }
        }
        return names;
    }

    List<TaskInput> taskInputs() {
        var inputs = new ArrayList<TaskInput>();
        for (var noted : entries) {
            if (noted.recorded.entry() instanceof HistoryEvent.TaskScheduled scheduled) {
                inputs.add(new TaskInput(
                        Objects.requireNonNull(attempts.get(new Attempt(noted.by, noted.recorded.id()))),
                        scheduled.parameters()));
            }
        }
        return inputs;
    }

    /// One answer of a task, good for a number of times.
    private static final class Mock {

        private final JsonNode told;
        private int left;

        Mock(JsonNode told) {
            this.told = told;
            this.left = told.path("times").asInt(1);
        }

        boolean answers(String state, JsonNode parameters) {
            return left > 0 && told.get("state").stringValue().equals(state)
                    && (!told.has("match") || contains(parameters, told.get("match")));
        }

        boolean failsToStart() {
            return told.path("failsToStart").asBoolean(false);
        }

        private static boolean contains(JsonNode value, JsonNode part) {
            if (part.isObject()) {
                return part.properties().stream().allMatch(member -> value.has(member.getKey())
                        && contains(value.get(member.getKey()), member.getValue()));
            }
            return value.equals(part);
        }
    }
}
