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
        var selected = Dataflow.selectedInput(state.io(), scope);
        var at = scope.withInput(selected);
        var rule = state.rules().stream().filter(candidate -> candidate.condition().test(at)).findFirst();
        var next = rule.map(ChoiceRule::next).orElse(state.next());
        if (next == null) {
            throw new EvaluationException("States.Runtime",
                    "Failed to transition out of the state. The state does not point to a next state.");
        }
        var assign = rule.map(ChoiceRule::assign).orElse(state.io().assign());
        var output = Dataflow.passThrough(state.io(), scope, selected, state.name());
        Control.leave(turn, frame, output, Dataflow.assign(assign, scope, selected), next);
    }
}
