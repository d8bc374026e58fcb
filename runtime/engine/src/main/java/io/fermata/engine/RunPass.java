// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.InputOutput;
import io.fermata.language.State;

/// What a Pass state decides.
final class RunPass {

    private RunPass() {}

    static void run(Turn turn, Frame frame, State.Pass state) {
        var scope = turn.scope(frame);
        var leaving = switch (state.io()) {
            case InputOutput.Paths paths -> {
                var effective = Dataflow.effectiveInput(paths, scope);
                yield Dataflow.leaving(paths, scope, state.result() == null ? effective : state.result(),
                        state.name());
            }
            case InputOutput.Queries queries -> Dataflow.leavingWithoutResult(queries, scope, state.name());
        };
        Control.leave(turn, frame, leaving, state.next());
    }
}
