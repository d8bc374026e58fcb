// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Limits;
import io.fermata.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one execution wants made durable in one commit, all or nothing.
///
/// @param epoch the epoch under which the writer owns the shard; with another one nothing is written
/// @param start the execution's row when it begins; null later
/// @param row the step; null when nothing was recorded
/// @param change what becomes of the execution's row; null when it stays
/// @param toParent a message for the execution that waits for this one; null for none
/// @param answer the inbox row that this append answers; null for none
/// @param express an Express execution that begins or has ended, with its start's number for `executionNo`; null for none
/// @param maps what changes in Map Runs
public record Append(int shard, long epoch, TenantId tenant, long executionNo, @Nullable NewExecution start,
        @Nullable StepRow row, @Nullable Change change, @Nullable ToParent toParent, @Nullable Answer answer,
        @Nullable Express express, List<MapChange> maps) {

    public Append {
        maps = List.copyOf(maps);
    }

    /// Of an execution with a journal.
    public Append(int shard, long epoch, TenantId tenant, long executionNo, @Nullable NewExecution start,
            @Nullable StepRow row, @Nullable Change change, @Nullable ToParent toParent, @Nullable Answer answer) {
        this(shard, epoch, tenant, executionNo, start, row, change, toParent, answer, null, List.of());
    }

    /// Of an execution with a journal that changes Map Runs.
    public Append(int shard, long epoch, TenantId tenant, long executionNo, @Nullable NewExecution start,
            @Nullable StepRow row, @Nullable Change change, @Nullable ToParent toParent, @Nullable Answer answer,
            List<MapChange> maps) {
        this(shard, epoch, tenant, executionNo, start, row, change, toParent, answer, null, maps);
    }

    /// Of an Express execution.
    public Append(int shard, long epoch, TenantId tenant, long startNo, Express express) {
        this(shard, epoch, tenant, startNo, null, null, null, null, null, express, List.of());
    }

    /// What becomes of the row of an asynchronous Express execution. Written twice it is as if written once.
    public sealed interface Express {

        /// It is to run.
        ///
        /// @param runId the last part of its ARN
        /// @param input sealed, of {@link ExpressStartTable#seal}
        record Begins(long stateMachineId, long revisionId, String name, String runId, Instant startedAt,
                String startedBy, byte[] input, Limits limits) implements Express {}

        /// It has ended.
        record Ended() implements Express {}
    }

    /// The row of an execution that begins.
    ///
    /// @param startedBy who or what started it, for people
    /// @param parentNo the execution that waits for this one; null for none
    /// @param parentEvent the attempt there; null for none
    public record NewExecution(long stateMachineId, long revisionId, String name, Instant startedAt, String startedBy,
            @Nullable Long parentNo, @Nullable Long parentEvent, Qualifier qualifier) {}

    /// One step, encoded.
    ///
    /// @param step number of the step in its execution, from 1
    /// @param values the large values that are stored with it
    public record StepRow(int step, long firstEvent, long lastEvent, Instant at, byte[] payload,
            List<LargeValue> values) {

        public StepRow {
            values = List.copyOf(values);
        }

        /// A step without large values that are new.
        public StepRow(int step, long firstEvent, long lastEvent, Instant at, byte[] payload) {
            this(step, firstEvent, lastEvent, at, payload, List.of());
        }
    }

    /// The new state of an execution's row.
    ///
    /// @param wakeAt see {@link WakeIndex}
    /// @param redrive the redrive that this change is; null for any other
    public record Change(ExecutionStatus status, @Nullable Instant stoppedAt, @Nullable Instant wakeAt,
            long lastEvent, @Nullable Redrive redrive) {

        /// A change that is no redrive.
        public Change(ExecutionStatus status, @Nullable Instant stoppedAt, @Nullable Instant wakeAt, long lastEvent) {
            this(status, stoppedAt, wakeAt, lastEvent, null);
        }
    }

    /// An execution that had ended goes on.
    ///
    /// @param number how often that has happened, this time included
    /// @param clientToken by which its caller knows it again; null for none
    public record Redrive(int number, Instant at, @Nullable String clientToken) {}

    /// The end of an execution, for the one that waits for it.
    public record ToParent(int shard, long executionNo, byte[] message) {}

    /// What to say to the sender of an inbox message.
    public record Answer(long inboxId, String text) {}

    /// A rough size, for bounding what is queued.
    public int bytes() {
        int size = 200;
        if (row != null) {
            size += row.payload().length;
            size += row.values().stream().mapToInt(value -> value.payload().length).sum();
        }
        if (toParent != null) {
            size += toParent.message().length;
        }
        if (express instanceof Express.Begins begins) {
            size += begins.input().length;
        }
        for (var map : maps) {
            size += switch (map) {
                case MapChange.Begun begun -> begun.plan().length;
                case MapChange.Redriven _,MapChange.StopWanted _ -> 0;
                case MapChange.ChildEnded ended -> ended.result().length;
            };
        }
        return size;
    }

    @Override
    public String toString() {
        return "Append[" + executionNo + " step " + (row == null ? "-" : Objects.toString(row.step())) + "]";
    }
}
