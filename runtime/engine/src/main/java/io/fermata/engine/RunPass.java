// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.State;

/// What a Pass state decides.
final class RunPass {

    private RunPass() {}

    static void run(Turn turn, Frame frame, State.Pass state) {
        var scope = turn.scope(frame);
        var effective = Dataflow.effectiveInput(state.io(), scope);
        var result = state.result() == null ? effective : state.result();
        var output = Dataflow.output(state.io(), scope, result, state.name());
        Control.leave(turn, frame, output, Dataflow.assign(state.io().assign(), scope, result), state.next());
    }
}
