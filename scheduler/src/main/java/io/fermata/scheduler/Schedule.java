// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import java.time.Instant;

/// A plan to start executions of one state machine.
///
/// @param name unique in the tenant: 1 to 64 letters, digits and `- _ .`
/// @param expression `cron(...)`, `rate(...)` or `at(...)`
/// @param zone an IANA name
/// @param stateMachine the machine's name; its revision of the moment is started
/// @param input JSON text that each execution gets
public record Schedule(String name, String expression, String zone, String stateMachine, String input, State state,
        String description, Instant createdAt) {

    /// Whether it starts anything.
    public enum State {
        ENABLED,
        PAUSED,
        /// It has no moment left.
        COMPLETED
    }
}
