// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.Limits;
import io.fermata.engine.MapRunBounds;
import io.fermata.tenancy.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A Map Run as its row has it, without its plan.
///
/// @param executionNo the execution that began it
/// @param startedEvent the event there
/// @param stateMachineId the machine of the whole definition
/// @param stopWanted whether nobody waits for it any more
/// @param failing whether it is going to fail
/// @param releasedChildren how many may start, or have
/// @param children those that have ended and are counted, and all that are known
/// @param items the same in items
/// @param complete whether all items are known
/// @param redriveCount how often it was made to go on
/// @param redrivenAt when last; null when never
/// @param redrivesBegun how many of its redrives have let children start
/// @param limits those of the execution that began it, which are its children's too
public record MapRunRow(long mapRunNo, TenantId tenant, long executionNo, long startedEvent, long stateMachineId,
        long revisionId, String stateName, String label, String uuid, Status status, Instant startedAt,
        @Nullable Instant stoppedAt, boolean stopWanted, boolean failing, MapRunBounds bounds, long releasedChildren,
        Counts children, Counts items, boolean complete, long resultsWritten, int redriveCount,
        @Nullable Instant redrivenAt, int redrivesBegun, Limits limits) {

    /// Whether it was redriven and children that did not end well have not all been taken back yet.
    public boolean readying() {
        return redriveCount > redrivesBegun;
    }

    /// Where a run stands.
    public enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        ABORTED
    }

    /// How many have ended in which way.
    ///
    /// @param total all that are known
    public record Counts(long succeeded, long failed, long timedOut, long aborted, long total) {

        /// How many have ended, and not well.
        public long unsuccessful() {
            return failed + timedOut + aborted;
        }

        /// How many have ended.
        public long ended() {
            return succeeded + failed + timedOut + aborted;
        }
    }
}
