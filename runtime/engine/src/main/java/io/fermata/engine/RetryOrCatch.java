// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Catcher;
import io.fermata.language.EvaluationException;
import io.fermata.language.Retrier;
import io.fermata.language.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What follows an error in a state: a retry, a catcher, or the failure of what is around it (ASL: error handling).
final class RetryOrCatch {

    private static final String TIMEOUT = "States.Timeout";
    private static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";

    private RetryOrCatch() {}

    /// An error as rules match it.
    ///
    /// @param alsoKnownAs a second name that rules may match; null for none
    /// @param caughtCause the cause that a catcher's output shows, which for a timeout is the empty text
    record Failure(@Nullable String error, @Nullable String cause, @Nullable String alsoKnownAs,
            @Nullable String caughtCause) {

        static Failure of(@Nullable String error, @Nullable String cause) {
            return new Failure(error, cause, null, cause);
        }

        static Failure timeout(boolean heartbeat) {
            return new Failure(TIMEOUT, null, heartbeat ? HEARTBEAT_TIMEOUT : null, "");
        }

        boolean matches(List<String> errorEquals) {
            for (var name : errorEquals) {
                boolean matches = switch (name) {
                    case "States.ALL" -> !"States.Runtime".equals(error);
                    case "States.TaskFailed" -> error != null && !error.equals(TIMEOUT)
                            && !error.equals("States.Runtime") && !error.equals("Lambda.Unknown");
                    default -> name.equals(error) || name.equals(alsoKnownAs);
                };
                if (matches) {
                    return true;
                }
            }
            return false;
        }
    }

    /// Goes on after an error. The failing event is recorded already and ends the frame's chain.
    static void decide(Turn turn, Frame frame, Failure failure) {
        long failing = frame.chain;
        abortChildren(turn, frame, failing);
        decide(turn, frame, failing, failure);
    }

    private static void decide(Turn turn, Frame frame, long failing, Failure failure) {
        var state = frame.state();
        if (retry(turn, frame, failing, failure)) {
            return;
        }
        boolean container = state instanceof State.Parallel || state instanceof State.Map;
        if (container) {
            turn.record(frame.id, failing, new HistoryEvent.ContainerFailed(StateType.of(state)));
        }
        var catcher = catcher(state, failure);
        if (catcher == null) {
            failFrame(turn, frame, failure);
        } else {
            leaveCaught(turn, frame, failure, catcher);
        }
    }

    private static void failFrame(Turn turn, Frame frame, Failure failure) {
        if (frame.parent == null) {
            Control.fail(turn, frame.chain, failure.error(), failure.cause());
        } else {
            failAround(turn, frame, frame.parent, failure);
        }
    }

    private static boolean retry(Turn turn, Frame frame, long failing, Failure failure) {
        var retriers = frame.state().retry();
        for (int i = 0; i < retriers.size(); i++) {
            var retrier = retriers.get(i);
            if (failure.matches(retrier.errorEquals())) {
                if (frame.retries[i] >= retrier.maxAttempts()) {
                    return false;
                }
                var delay = delay(retrier, frame.retries[i], turn.random());
                turn.note(frame, failing, new Note.RetryScheduled(i, later(turn.now(), delay)));
                return true;
            }
        }
        return false;
    }

    /// The delay before a retry: interval times backoff to the power of retries made, within the maximum.
    static Duration delay(Retrier retrier, int made, RandomGenerator random) {
        double seconds = retrier.intervalSeconds() * Math.pow(retrier.backoffRate(), made);
        var most = retrier.maxDelaySeconds();
        if (most != null) {
            seconds = Math.min(seconds, most);
        }
        seconds = Math.min(seconds, 31_622_400);
        if (retrier.fullJitter()) {
            seconds *= random.nextDouble();
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static Instant later(Instant now, Duration delay) {
        return now.plus(delay);
    }

    private static @Nullable Catcher catcher(State state, Failure failure) {
        return state.catchers().stream().filter(catcher -> failure.matches(catcher.errorEquals())).findFirst()
                .orElse(null);
    }

    /// A catcher whose own JSONata fails, fails the state for good: taking its error to the catchers again could go on
    /// without end.
    private static void leaveCaught(Turn turn, Frame frame, Failure failure, Catcher catcher) {
        var errorOutput = Dataflow.errorOutput(failure.error(), failure.caughtCause());
        try {
            var leaving = Dataflow.caught(catcher, frame.state().io(), turn.scope(frame), errorOutput, frame.stateName);
            Control.leave(turn, frame, leaving, catcher.next());
        } catch (EvaluationException problem) {
            if (problem.error().equals(EvaluationException.QUERY)) {
                failFrame(turn, frame, Control.evaluationFailed(turn, frame, frame.chain, problem));
            } else {
                Control.breakOff(turn, frame, frame.chain, problem);
            }
        }
    }

    /// Fails the Parallel or Map around a frame: its siblings are cut off, each with its event.
    private static void failAround(Turn turn, Frame frame, Frame parent, Failure failure) {
        long failing = frame.chain;
        boolean map = parent.state() instanceof State.Map;
        if (map) {
            turn.record(frame.id, failing, new HistoryEvent.IterationFailed(parent.stateName, frame.index));
        }
        for (var sibling : List.copyOf(parent.children.values())) {
            if (sibling != frame) {
                abort(turn, parent, sibling, failing);
            }
        }
        if (frame.state() instanceof State.Task) {
            turn.record(frame.id, failing, new HistoryEvent.StateAborted(StateType.TASK));
        }
        decide(turn, parent, failing, failure);
    }

    private static void abortChildren(Turn turn, Frame frame, long failing) {
        for (var child : List.copyOf(frame.children.values())) {
            abort(turn, frame, child, failing);
        }
    }

    private static void abort(Turn turn, Frame parent, Frame frame, long failing) {
        Control.cancel(turn, frame);
        abortChildren(turn, frame, failing);
        if (frame.phase == Frame.Phase.MAP_RUN) {
            turn.record(frame, new HistoryEvent.MapRunAborted());
        }
        var type = StateType.of(Objects.requireNonNull(frame.state()));
        switch (type) {
            case TASK, WAIT, PARALLEL, MAP -> turn.record(frame.id, failing, new HistoryEvent.StateAborted(type));
            case PASS, CHOICE, SUCCEED, FAIL -> {
            }
        }
        if (parent.state() instanceof State.Map) {
            turn.record(frame.id, failing, new HistoryEvent.IterationAborted(parent.stateName, frame.index));
        }
    }
}
