// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import java.time.Instant;
import java.util.Optional;

/// One message that a webhook took.
///
/// @param id the sender's `webhook-id`
/// @param executionName the execution that it started; empty if none
/// @param reason why nothing was started, else empty
public record Delivery(String id, Instant receivedAt, Status status, Optional<String> executionName, String reason) {

    /// What came of it.
    public enum Status {
        /// A node took it and has not said more.
        STARTING,
        STARTED,
        FAILED
    }
}
