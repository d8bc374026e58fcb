// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Limits;
import io.fermata.engine.MapRunBounds;
import java.time.Instant;

/// What a step changes in Map Runs, within its own commit.
public sealed interface MapChange {

    /// The step began a run.
    ///
    /// @param startedEvent the event in the execution's history
    /// @param stateMachineId the machine that the whole definition belongs to, also when a child began the run
    /// @param plan encoded
    /// @param limits those of the execution
    record Begun(long mapRunNo, long startedEvent, long stateMachineId, long revisionId, String stateName, String label,
            String uuid, byte[] plan, MapRunBounds bounds, Instant startedAt, Limits limits)
            implements
                MapChange {}

    /// A run goes on: what did not end well is to run again.
    record Redriven(long startedEvent, Instant at) implements MapChange {}

    /// Nobody waits any more for the run.
    record StopWanted(long startedEvent) implements MapChange {}

    /// The execution is a child of a run and has ended.
    ///
    /// @param result encoded
    record ChildEnded(long mapRunNo, long item, ExecutionStatus status, Instant startedAt, Instant stoppedAt,
            byte[] result) implements MapChange {}
}
