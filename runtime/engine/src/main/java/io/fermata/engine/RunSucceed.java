// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.State;
import java.util.Map;

/// What a Succeed state decides.
final class RunSucceed {

    private RunSucceed() {}

    static void run(Turn turn, Frame frame, State.Succeed state) {
        var scope = turn.scope(frame);
        var selected = Dataflow.selectedInput(state.io(), scope);
        Control.leave(turn, frame, Dataflow.passThrough(state.io(), scope, selected, state.name()), Map.of(), null);
    }
}
