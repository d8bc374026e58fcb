// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.ChoiceRule;
import io.fermata.language.EvaluationException;
import io.fermata.language.State;

/// What a Choice state decides.
final class RunChoice {

    private RunChoice() {}

    static void run(Turn turn, Frame frame, State.Choice state) {
        var scope = turn.scope(frame);
        var at = scope.withInput(Dataflow.selectedInput(state.io(), scope));
        var rule = state.rules().stream().filter(candidate -> candidate.condition().test(at)).findFirst();
        var next = rule.map(ChoiceRule::next).orElse(state.next());
        if (next == null) {
            throw new EvaluationException("States.Runtime",
                    "Failed to transition out of the state. The state does not point to a next state.");
        }
        var leaving = rule.map(taken -> Dataflow.leavingBy(taken, state.io(), scope, state.name()))
                .orElseGet(() -> Dataflow.leavingWithoutResult(state.io(), scope, state.name()));
        Control.leave(turn, frame, leaving, next);
    }
}
