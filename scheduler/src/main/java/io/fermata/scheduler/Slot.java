// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import java.time.Instant;
import java.util.Optional;

/// One moment of a schedule, and what came of it.
///
/// @param executionName the execution's name; empty if none was started
/// @param reason why nothing was started, else empty
public record Slot(Instant dueAt, Status status, Optional<String> executionName, String reason) {

    /// What came of it.
    public enum Status {
        /// A node took it and has not said more.
        STARTING,
        STARTED,
        /// It was left out on purpose.
        SKIPPED,
        FAILED
    }
}
