// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import io.fermata.tenancy.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An execution's row: what lists show, without its history.
///
/// @param startedBy who or what started it, for people
/// @param parentNo the execution that waits for this one; null for none
/// @param parentEvent the attempt there; null for none
/// @param lastEvent id of the last event; in lists of running executions an older one
/// @param quarantineReason why the engine leaves it alone; null when it does not
/// @param qualifier the version and alias it was started by
/// @param redriveCount how often it was redriven
/// @param redrivenAt when it was redriven last; null when never
public record ExecutionRow(long executionNo, TenantId tenant, long stateMachineId, long revisionId, String name,
        ExecutionStatus status, Instant startedAt, @Nullable Instant stoppedAt, String startedBy,
        @Nullable Long parentNo, @Nullable Long parentEvent, long lastEvent, @Nullable String quarantineReason,
        Qualifier qualifier, int redriveCount, @Nullable Instant redrivenAt) {}
