// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.State;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How control moves: into a state, out of it, and out of the execution. Stateless.
final class Control {

    private Control() {}

    /// Enters a state. Its work is done later in the same turn, or in the next one.
    static void enter(Turn turn, Frame frame, String name, JsonNode input) {
        turn.weigh(PayloadSize.of(input));
        turn.record(frame, new HistoryEvent.StateEntered(StateType.of(frame.flow.state(name)), name, input));
    }

    /// Leaves the state for `next`, or ends the flow when `next` is null. Exit and the next entry are one breath: a step
    /// never ends between them, so no fold has to decide anything.
    static void leave(Turn turn, Frame frame, JsonNode output, Map<String, JsonNode> assigned, @Nullable String next) {
        leave(turn, frame, frame.chain, output, assigned, next);
    }

    /// Leaves the state with a chosen place in the chain.
    static void leave(Turn turn, Frame frame, long previous, JsonNode output, Map<String, JsonNode> assigned,
            @Nullable String next) {
        turn.record(frame.id, previous, new HistoryEvent.StateExited(StateType.of(frame.state()), frame.stateName,
                output, assigned, next));
        if (next != null) {
            enter(turn, frame, next, output);
            return;
        }
        var parent = frame.parent;
        if (parent == null) {
            turn.record(0, frame.chain, new HistoryEvent.ExecutionSucceeded(output));
            turn.ask(new Effect.Closed(ExecutionStatus.SUCCEEDED));
        } else if (parent.state() instanceof State.Map map) {
            // the event is the parent's, so that its fold can close the iteration
            turn.record(parent.id, frame.chain, new HistoryEvent.IterationSucceeded(map.name(), frame.index));
            RunMap.advance(turn, parent, map);
        } else if (parent.state() instanceof State.Parallel parallel) {
            RunParallel.advance(turn, parent, parallel);
        }
    }

    /// Runs a frame's work; an expression of that frame that fails ends the execution, as AWS's `States.Runtime` does.
    static void guarded(Turn turn, Frame frame, Runnable work) {
        try {
            work.run();
        } catch (EvaluationException problem) {
            breakOff(turn, frame, frame.chain, problem);
        }
    }

    /// Ends the execution because of something that no retry or catch may touch: a path that finds nothing, a value of the
    /// wrong kind, a payload over the limit.
    static void breakOff(Turn turn, Frame frame, long previous, EvaluationException problem) {
        boolean plain = problem.error().equals("States.DataLimitExceeded");
        var cause = plain
                ? PayloadSize.cause(frame.stateName)
                : "An error occurred while executing the state '" + frame.stateName + "' (entered at the event id #"
                        + frame.enteredEvent + "). " + problem.reason();
        fail(turn, previous, problem.error(), cause);
    }

    /// Ends the execution with an error.
    static void fail(Turn turn, long previous, @Nullable String error, @Nullable String cause) {
        cancelAll(turn);
        turn.record(0, previous, new HistoryEvent.ExecutionFailed(error, cause));
        turn.ask(new Effect.Closed(ExecutionStatus.FAILED));
    }

    /// Ends the execution from outside or by its budget.
    static void end(Turn turn, HistoryEvent last, ExecutionStatus status) {
        cancelAll(turn);
        turn.record(0, 0, last);
        turn.ask(new Effect.Closed(status));
    }

    static void cancelAll(Turn turn) {
        turn.execution().liveFrames().forEach(frame -> cancel(turn, frame));
    }

    /// Tells the outside that nobody waits for the frame's attempt any more.
    static void cancel(Turn turn, Frame frame) {
        if (frame.phase == Frame.Phase.TASK) {
            turn.ask(new Effect.Cancel(frame.scheduled));
        }
    }
}
