// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Execution;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.Qualifier;
import io.fermata.tenancy.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An execution in memory. Belongs to one loop and is touched by its thread alone.
final class Resident {

    final TenantId tenant;
    final long executionNo;
    final Execution execution;
    final @Nullable Long parentNo;
    final @Nullable Long parentEvent;

    /// The version and alias it was started by; set before anything else sees it.
    Qualifier qualifier = Qualifier.NONE;
    /// Steps recorded so far, durable or on their way.
    int steps;
    /// Whether the row still says that the execution is not in memory; the next commit corrects it.
    boolean asleepInDatabase;
    /// Appends that are not durable yet.
    int inFlight;
    Instant touchedAt;
    boolean leaving;

    Resident(TenantId tenant, long executionNo, Execution execution, @Nullable Long parentNo,
            @Nullable Long parentEvent, Instant touchedAt) {
        this.tenant = tenant;
        this.executionNo = executionNo;
        this.execution = execution;
        this.parentNo = parentNo;
        this.parentEvent = parentEvent;
        this.touchedAt = touchedAt;
    }

    static Resident loaded(ExecutionRow row, Execution execution, int steps, Instant now) {
        var resident = new Resident(row.tenant(), row.executionNo(), execution, row.parentNo(), row.parentEvent(), now);
        resident.qualifier = row.qualifier();
        resident.steps = steps;
        resident.asleepInDatabase = true;
        return resident;
    }
}
