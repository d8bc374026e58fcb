// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.InputOutput;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The good end that Parallel and Map share.
final class Containers {

    private Containers() {}

    static void succeed(Turn turn, Frame frame, InputOutput io, JsonNode result, @Nullable String next) {
        succeed(turn, frame, io, result, next, frame.chain);
    }

    /// The same with another event that the exit follows.
    static void succeed(Turn turn, Frame frame, InputOutput io, JsonNode result, @Nullable String next, long last) {
        long succeeded = turn.nextEvent();
        turn.record(frame.id, frame.chain, new HistoryEvent.ContainerSucceeded(StateType.of(frame.state())));
        try {
            var leaving = Dataflow.leaving(io, turn.scope(frame), result, frame.stateName);
            Control.leave(turn, frame, last, leaving, next);
        } catch (EvaluationException problem) {
            Control.breakOff(turn, frame, succeeded, problem);
        }
    }
}
