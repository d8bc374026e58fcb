// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.State;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a Parallel state decides.
final class RunParallel {

    private RunParallel() {}

    static void run(Turn turn, Frame frame, State.Parallel state) {
        var input = Dataflow.effectiveInput(state.io(), turn.scope(frame));
        turn.record(frame, new HistoryEvent.ParallelStarted());
        for (var branch : List.copyOf(frame.children.values())) {
            Control.enter(turn, branch, branch.flow.startAt(), input);
        }
    }

    /// Goes on after a branch has ended well.
    static void advance(Turn turn, Frame frame, State.Parallel state) {
        if (frame.finished < frame.results.length) {
            return;
        }
        var result = JsonNodeFactory.instance.arrayNode().addAll(List.of(frame.results));
        Containers.succeed(turn, frame, state.io(), result, state.next());
    }
}
