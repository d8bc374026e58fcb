// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.RetryOrCatch.Failure;
import io.fermata.language.Distribution;
import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.ItemBatcher;
import io.fermata.language.Scope;
import io.fermata.language.State;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a distributed Map decides: like a task it asks the outside to run its Map Run, and goes on at the run's end. The
/// children are executions of their own, so this history does not grow with them.
final class RunDistributedMap {

    /// How often one Map Run may be redriven (api.md, 4.5).
    private static final int MOST_REDRIVES = 1_000;

    private RunDistributedMap() {}

    static void run(Turn turn, Frame frame, State.Map state, Distribution distribution) {
        var execution = turn.execution();
        var context = ContextObject.of(execution.facts(), execution, frame);
        var scope = turn.scope(frame, context);
        var selected = Dataflow.selectedInput(state.io(), scope);
        var at = scope.withInput(selected);
        var items = distribution.reader() == null ? RunMap.items(state, at) : null;
        var limit = state.maxConcurrency();
        long most = limit == null ? 0 : Dataflow.wholeNumber(limit, at, "MaxConcurrencyPath");
        turn.record(frame, new HistoryEvent.MapStarted(items == null ? 0 : items.size()));
        begin(turn, frame, state, distribution, at, items, most);
    }

    private static void begin(Turn turn, Frame frame, State.Map state, Distribution distribution, Scope at,
            @Nullable JsonNode items, long maxConcurrency) {
        var bounds = new MapRunBounds(maxConcurrency, whole(state.tolerance().count(), at, 0L),
                fraction(state.tolerance().percentage(), at));
        var reader = distribution.reader();
        var writer = distribution.writer();
        var label = label(turn.execution().facts(), state, distribution);
        var plan = new MapRunPlan(state.name(), frame.enteredEvent, label, uuid(turn), at.input(), at.variables(),
                at.context(), items, reader == null ? null : arguments(reader.arguments(), at),
                reader == null || reader.maxItems() == null ? null : whole(reader.maxItems(), at, 0L),
                batch(distribution.batcher(), at), writer == null ? null : arguments(writer.arguments(), at));
        long started = turn.nextEvent();
        turn.record(frame, new HistoryEvent.MapRunStarted(arn(turn.execution().facts(), plan)));
        turn.ask(new Effect.RunMap(started, plan, bounds));
    }

    /// How items are gathered; null when each child gets one.
    static MapRunPlan.@Nullable Batch batch(@Nullable ItemBatcher batcher, Scope at) {
        return batcher == null
                ? null
                : new MapRunPlan.Batch(batcher.maxItems() == null ? null : whole(batcher.maxItems(), at, 0L),
                        batcher.maxInputBytes() == null ? null : whole(batcher.maxInputBytes(), at, 0L),
                        batcher.batchInput() == null ? null : batcher.batchInput().evaluate(at));
    }

    private static JsonNode arguments(@Nullable Expression arguments, Scope at) {
        return arguments == null ? JsonNodeFactory.instance.objectNode() : arguments.evaluate(at);
    }

    private static long whole(@Nullable Expression field, Scope at, long otherwise) {
        return field == null ? otherwise : field.evaluate(at).longValue();
    }

    private static double fraction(@Nullable Expression field, Scope at) {
        return field == null ? 0 : field.evaluate(at).doubleValue();
    }

    /// Without a `Label` the service chooses one; here always the same for a state of a machine.
    private static String label(ExecutionFacts facts, State.Map state, Distribution distribution) {
        var given = distribution.label();
        return given != null
                ? given
                : UUID.nameUUIDFromBytes((machine(facts) + "/" + state.name()).getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    private static String uuid(Turn turn) {
        long high = turn.random().nextLong() & ~0xF000L | 0x4000L;
        long low = turn.random().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }

    /// `arn:…:mapRun:<machine>/<label>:<id>`. A run inside of a child belongs to the whole machine too, in which labels are
    /// unique.
    private static String arn(ExecutionFacts facts, MapRunPlan plan) {
        return machine(facts).replaceFirst(":stateMachine:", ":mapRun:") + "/" + plan.label() + ":" + plan.id();
    }

    private static String machine(ExecutionFacts facts) {
        var arn = facts.stateMachineArn();
        int slash = arn.indexOf('/');
        return slash < 0 ? arn : arn.substring(0, slash);
    }

    /// Whether a redrive goes on with a run that failed so, instead of beginning another one: not when its children's
    /// inputs or its result could not be made, because the same run would come to the same end.
    static boolean redrivable(@Nullable String error) {
        return error == null || switch (error) {
            case "States.DataLimitExceeded", "States.Runtime", EvaluationException.QUERY -> false;
            default -> true;
        };
    }

    /// Whether a run may be redriven once more.
    static boolean redrivable(Frame.BegunMapRun run) {
        return run.redrives() < MOST_REDRIVES;
    }

    /// Goes on with the run that this visit has begun. One that was redriven as often as may be stays as it is: the state
    /// does its work anew, and that begins another.
    static void redrive(Turn turn, Frame frame, Frame.BegunMapRun run) {
        if (redrivable(run)) {
            turn.record(frame, new HistoryEvent.MapRunRedriven(run.arn(), run.redrives() + 1));
            turn.ask(new Effect.RedriveMap(run.started()));
        }
    }

    /// The run ended. What it gave is the state's result.
    static void ended(Turn turn, Frame frame, TaskOutcome outcome) {
        switch (outcome) {
            case TaskOutcome.Answered(var result) -> {
                var state = (State.Map) frame.state();
                long latest = Objects.requireNonNull(frame.mapRun).latest();
                turn.record(frame, new HistoryEvent.MapRunSucceeded());
                Containers.succeed(turn, frame, state.io(), result, state.next(), latest);
            }
            case TaskOutcome.Failed(var error, var cause) -> {
                turn.record(frame, new HistoryEvent.MapRunFailed(error, cause));
                RetryOrCatch.decide(turn, frame, Failure.of(error, cause));
            }
        }
    }
}
