// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the outside tells an execution. `scheduled` is the event id of the attempt that is answered: an answer to an
/// attempt that is over is refused, so stragglers do no harm.
public sealed interface Signal {

    /// Begin, with this input and under these limits.
    record Start(JsonNode input, Limits limits) implements Signal {

        /// Begin under AWS's limits.
        public Start(JsonNode input) {
            this(input, Limits.AWS);
        }
    }

    /// A worker took the activity task.
    record Started(long scheduled, @Nullable String workerName) implements Signal {}

    /// The call of a job or callback task was answered; its end comes later.
    record Submitted(long scheduled, JsonNode output) implements Signal {}

    /// The attempt ended well.
    record Completed(long scheduled, JsonNode output) implements Signal {}

    /// The attempt ended with an error.
    record Failed(long scheduled, @Nullable String error, @Nullable String cause) implements Signal {}

    /// The execution that a job task started has ended.
    ///
    /// @param status how it ended
    /// @param description what AWS's DescribeExecution says of it, in the members' integration spelling
    record ChildClosed(long scheduled, ExecutionStatus status, JsonNode description) implements Signal {}

    /// A Map Run has ended.
    ///
    /// @param started id of the event that began the run
    /// @param redrives how often it had been made to go on: what it told before a redrive does not count after it
    record MapRunEnded(long started, int redrives, TaskOutcome outcome) implements Signal {}

    /// The attempt is still alive.
    record Heartbeat(long scheduled) implements Signal {}

    /// Some deadline may have passed.
    record TimerFired() implements Signal {}

    /// End now.
    record Stop(@Nullable String error, @Nullable String cause) implements Signal {}

    /// Go on after a bad end, with what was not left in good order.
    ///
    /// @param clientToken by which the caller knows this redrive again; null for none
    record Redrive(@Nullable String clientToken) implements Signal {}

    /// Go on where the last turn's budget ended, or where a load left off.
    record Continue() implements Signal {}
}
