// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.State;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// What a Wait state decides.
final class RunWait {

    private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

    private RunWait() {}

    static void run(Turn turn, Frame frame, State.Wait state) {
        var scope = turn.scope(frame);
        var until = state.until().resolve(scope.withInput(Dataflow.selectedInput(state.io(), scope)), frame.enteredAt)
                .truncatedTo(ChronoUnit.MICROS);
        if (Duration.between(turn.now(), until).compareTo(LONGEST) > 0) {
            throw new EvaluationException("States.Runtime", "Wait state delay is too long.");
        }
        if (until.isAfter(turn.now())) {
            turn.note(frame, new Note.WaitScheduled(until));
        } else {
            finish(turn, frame, state);
        }
    }

    static void finish(Turn turn, Frame frame, State.Wait state) {
        var leaving = Dataflow.leavingWithoutResult(state.io(), turn.scope(frame), state.name());
        Control.leave(turn, frame, leaving, state.next());
    }
}
