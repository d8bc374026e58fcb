// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.ExecutionRow;
import java.time.Instant;

/// What came of a wish to start an execution.
public sealed interface StartAnswer {

    /// It runs, and is durable.
    ///
    /// @param executionNo its number, or that of its start for an Express execution, which has no row later
    record Started(long executionNo, String name, Instant startedAt, String executionArn) implements StartAnswer {

        /// The last part of the ARN of an Express execution, which tells it from others of its name.
        public String runId() {
            return executionArn.substring(executionArn.lastIndexOf(':') + 1);
        }
    }

    /// The machine has an execution of that name.
    ///
    /// @param sameInputAndRunning whether it is the very execution that was wished for: AWS then answers as for a start
    record NameTaken(ExecutionRow existing, boolean sameInputAndRunning) implements StartAnswer {}

    /// The tenant has as many starts under way on this node, or as many Express executions, as it may; safe to ask again, a
    /// little later.
    record Throttled() implements StartAnswer {}

    /// No shard could take it in time; safe to ask again.
    record Unavailable() implements StartAnswer {}
}
