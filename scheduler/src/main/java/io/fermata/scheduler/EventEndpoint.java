// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.engine.ExecutionStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// An address that a tenant has status changes of its executions sent to.
///
/// @param name unique in the tenant: 1 to 64 letters, digits and `- _ .`
/// @param stateMachine name of the machine of which it hears; empty for all executions, children of Map Runs too
/// @param statuses those of which it hears; never empty
/// @param waiting events that it has not taken yet
/// @param delivered events that it has taken
/// @param givenUp events that it did not take within a day, or for which there was no room
/// @param lastResult one sentence on the last sending; empty before the first
public record EventEndpoint(String name, String url, Optional<String> stateMachine, Set<ExecutionStatus> statuses,
        long waiting, long delivered, long givenUp, Optional<Instant> lastAt, String lastResult, Instant createdAt) {

    public EventEndpoint {
        statuses = Set.copyOf(statuses);
    }

    @Override
    public String toString() {
        return name;
    }
}
