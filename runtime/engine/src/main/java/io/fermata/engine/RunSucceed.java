// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.State;

/// What a Succeed state decides.
final class RunSucceed {

    private RunSucceed() {}

    static void run(Turn turn, Frame frame, State.Succeed state) {
        Control.leave(turn, frame, Dataflow.leavingWithoutResult(state.io(), turn.scope(frame), state.name()), null);
    }
}
