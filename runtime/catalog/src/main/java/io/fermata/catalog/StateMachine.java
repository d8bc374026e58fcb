// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import java.time.Instant;

/// A stored workflow, with its newest revision.
///
/// @param logging the logging configuration as JSON text
/// @param tracing the tracing configuration as JSON text
public record StateMachine(long id, TenantId tenant, String name, MachineType type, Status status, Revision revision,
        String logging, String tracing, Instant createdAt,
        Instant updatedAt) {

    /// Where a machine is in its life.
    public enum Status {
        ACTIVE,
        /// Deleted, but executions of it still run. Its name is not free yet.
        DELETING,
        /// A tombstone for the executions that it had. Found by id only; its name is free.
        DELETED
    }
}
