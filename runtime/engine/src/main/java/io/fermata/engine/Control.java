// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.Dataflow.Leaving;
import io.fermata.engine.RetryOrCatch.Failure;
import io.fermata.language.EvaluationException;
import io.fermata.language.State;
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
    static void leave(Turn turn, Frame frame, Leaving leaving, @Nullable String next) {
        leave(turn, frame, frame.chain, leaving, next);
    }

    /// Leaves the state with a chosen place in the chain.
    static void leave(Turn turn, Frame frame, long previous, Leaving leaving, @Nullable String next) {
        turn.execution().variables().checkRoom(leaving.assigned(), frame.stateName);
        var output = leaving.output();
        turn.record(frame.id, previous, new HistoryEvent.StateExited(StateType.of(frame.state()), frame.stateName,
                output, leaving.assigned(), next));
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

    /// Runs a frame's work. An expression of that frame that fails ends the execution, as AWS's `States.Runtime` does;
    /// a JSONata expression fails the state, which may be retried or caught.
    static void guarded(Turn turn, Frame frame, Runnable work) {
        try {
            work.run();
        } catch (EvaluationException problem) {
            breakOff(turn, frame, frame.chain, problem);
        }
    }

    /// Goes on after an expression that failed: where JSONata failed, by Retry and Catch; else by ending the execution,
    /// because no retry or catch may touch a path that finds nothing, a value of the wrong kind, a payload over the limit.
    static void breakOff(Turn turn, Frame frame, long previous, EvaluationException problem) {
        if (problem.error().equals(EvaluationException.QUERY)) {
            RetryOrCatch.decide(turn, frame, evaluationFailed(turn, frame, previous, problem));
            return;
        }
        boolean plain = problem.error().equals("States.DataLimitExceeded");
        fail(turn, previous, problem.error(), plain ? PayloadSize.cause(frame.stateName) : cause(turn, frame, problem));
    }

    /// Records that a JSONata expression failed. AWS chains the event to what the state's entry follows, not to the entry;
    /// only a timestamp that was computed and is none follows the entry (history.md section 3, rule 8).
    static Failure evaluationFailed(Turn turn, Frame frame, long previous, EvaluationException problem) {
        var cause = cause(turn, frame, problem);
        boolean entered = previous == frame.enteredEvent && !problem.computed();
        turn.record(frame.id, entered ? frame.enteredAfter : previous,
                new HistoryEvent.EvaluationFailed(problem.error(), cause, problem.location(), frame.stateName));
        return Failure.of(problem.error(), cause);
    }

    private static String cause(Turn turn, Frame frame, EvaluationException problem) {
        if (turn.alone()) {
            return problem.reason();
        }
        return "An error occurred while executing the state '" + frame.stateName + "' (entered at the event id #"
                + frame.enteredEvent + "). " + problem.reason();
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
        } else if (frame.phase == Frame.Phase.MAP_RUN) {
            turn.ask(new Effect.StopMap(frame.scheduled));
        }
    }
}
