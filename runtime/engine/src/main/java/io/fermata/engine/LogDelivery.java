// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.time.Instant;
import java.util.List;

/// Carries lines of execution logs to the destinations that state machines name. Found by the node. Thread-safe; blocks
/// its caller.
public interface LogDelivery {

    /// One event of one execution.
    ///
    /// @param text a JSON object
    record Line(Instant at, String text) {}

    /// What is known of a destination.
    enum Existence {
        THERE,
        MISSING,
        /// Nobody could say: the tenant has no access to it, or it did not answer.
        UNKNOWN
    }

    /// What came of sending.
    enum Outcome {
        TAKEN,
        /// Not taken now; the same lines may be taken a little later.
        LATER,
        /// Not taken, and never to be: the destination is gone.
        REFUSED,
        /// The tenant has no destinations outside this server.
        NO_ACCESS
    }

    /// Whether a destination is there.
    ///
    /// @param destination ARN of a log group, ending in `:*`
    Existence look(long tenant, String destination);

    /// Sends lines. Those of one execution are in their order.
    ///
    /// @param lines at most 1,000; together at most 1 MiB, unless it is a single one
    /// @param stateMachine name of the machine whose executions they are of
    Outcome send(long tenant, String destination, String stateMachine, List<Line> lines);
}
