// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import io.fermata.language.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What an inline Map state decides.
final class RunMap {

    /// AWS runs at most this many inline iterations at a time when `MaxConcurrency` is 0 or absent.
    private static final int DEFAULT_CONCURRENCY = 40;

    private RunMap() {}

    static void run(Turn turn, Frame frame, State.Map state) {
        var scope = turn.scope(frame);
        var selected = Dataflow.selectedInput(state.io(), scope);
        var at = scope.withInput(selected);
        var list = items(state, at);
        var limit = state.maxConcurrency();
        long most = limit == null ? 0 : Dataflow.wholeNumber(limit, at, "MaxConcurrencyPath");
        var items = new ArrayList<JsonNode>();
        list.forEach(items::add);
        turn.note(frame, new Note.MapPlanned(items, most == 0 ? DEFAULT_CONCURRENCY : (int) Math.min(most, 1000)));
        turn.record(frame, new HistoryEvent.MapStarted(items.size()));
        tolerance(state, at);
        advance(turn, frame, state);
    }

    static JsonNode items(State.Map state, Scope scope) {
        var list = state.items().evaluate(scope);
        if (!list.isArray()) {
            throw new EvaluationException(EvaluationException.QUERY,
                    "Map state input must be an array but was: " + Json.write(list));
        }
        return list;
    }

    /// An inline Map tolerates no failure, yet what its definition says of it is evaluated, and fails as AWS's does.
    static Tolerated tolerance(State.Map state, Scope scope) {
        var count = state.tolerance().count();
        var percentage = state.tolerance().percentage();
        return new Tolerated(count == null ? null : count.evaluate(scope).longValue(),
                percentage == null ? null : share(percentage.evaluate(scope).doubleValue()));
    }

    private static double share(double share) {
        if (share < 0 || share > 100) {
            throw new EvaluationException("States.Runtime", "ToleratedFailurePercentage must be between 0 and 100.");
        }
        return share;
    }

    /// How many iterations may fail.
    ///
    /// @param count null when the definition does not say
    /// @param percentage 0 to 100; null when the definition does not say
    record Tolerated(@Nullable Long count, @Nullable Double percentage) {}

    /// Opens iterations while there is room, and ends the Map when all have ended. The bound on a turn's events holds here
    /// through MaxConcurrency: at most that many iterations begin at once.
    static void advance(Turn turn, Frame frame, State.Map state) {
        Control.guarded(turn, frame, () -> openAndClose(turn, frame, state));
    }

    private static void openAndClose(Turn turn, Frame frame, State.Map state) {
        while (frame.opened < frame.results.length && frame.opened - frame.finished < frame.maxConcurrency) {
            int index = frame.opened;
            var input = itemInput(turn, frame, state, index);
            long previous = frame.freedBy == 0 ? frame.containerEvent : frame.freedBy;
            turn.record(frame.id, previous, new HistoryEvent.IterationStarted(state.name(), index));
            var iteration = Objects.requireNonNull(frame.children.get(index));
            Control.enter(turn, iteration, iteration.flow.startAt(), input);
        }
        if (frame.finished == frame.results.length) {
            var result = JsonNodeFactory.instance.arrayNode().addAll(List.of(frame.results));
            Containers.succeed(turn, frame, state.io(), result, state.next());
        }
    }

    private static JsonNode itemInput(Turn turn, Frame frame, State.Map state, int index) {
        var item = frame.items.get(index);
        var selector = state.itemSelector();
        if (selector == null) {
            return item;
        }
        var execution = turn.execution();
        var context = ContextObject.withItem(ContextObject.of(execution.facts(), execution, frame), index, item);
        var scope = turn.scope(frame, context);
        return turn.check(selector.evaluate(scope.withInput(Dataflow.selectedInput(state.io(), scope))),
                state.name());
    }
}
