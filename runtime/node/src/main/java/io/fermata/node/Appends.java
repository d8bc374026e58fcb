// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Execution;
import io.fermata.engine.Recorded;
import io.fermata.engine.Signal;
import io.fermata.engine.Step;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.journal.Append;
import io.fermata.journal.ExecutionNo;
import io.fermata.journal.WakeIndex;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the journal is to write: of a step, of an answer without one, of an execution that comes into memory or leaves it.
/// Whoever has one made has it written, in that order: the step's number is taken, and the row counted as corrected.
final class Appends {

    private final Storage storage;

    Appends(Storage storage) {
        this.storage = storage;
    }

    /// A step with entries, with all that belongs into its commit.
    ///
    /// @param start of an execution that begins with it
    /// @param answer what a message of the inbox is answered
    Append step(Shard shard, Resident resident, Step step, Append.@Nullable NewExecution start, Delivery delivery,
            Answer answer) {
        var entries = step.entries();
        var execution = resident.execution;
        resident.steps++;
        long last = execution.lastEvent();
        long first = entries.stream().mapToLong(Recorded::id).filter(id -> id > 0).findFirst().orElse(last + 1);
        var encoded = storage.codec().encode(resident.tenant, resident.sealing, entries, resident.values);
        var row = new Append.StepRow(resident.steps, first, last, entries.getFirst().at(), encoded.payload(),
                encoded.values());
        boolean closed = execution.status().closed();
        Append.Change change = null;
        var redrive = redrive(execution, delivery.signal());
        if (start != null || closed || resident.asleepInDatabase || redrive != null) {
            change = new Append.Change(execution.status(), execution.stoppedAt(), closed ? null : WakeIndex.RESIDENT,
                    last, redrive);
            resident.asleepInDatabase = false;
        }
        var append = new Append(shard.id, shard.epoch, resident.tenant, resident.executionNo, start, row, change,
                closed ? toParent(resident) : null,
                delivery.inboxId() == null ? null : new Append.Answer(delivery.inboxId(), answer.name()),
                MapSteps.changes(storage, shard, resident, step));
        resident.sealing = null;
        return append;
    }

    private static Append.@Nullable Redrive redrive(Execution execution, Signal signal) {
        var at = execution.redrivenAt();
        return signal instanceof Signal.Redrive(var token) && at != null
                ? new Append.Redrive(execution.redriveCount(), at, token)
                : null;
    }

    private Append.@Nullable ToParent toParent(Resident resident) {
        if (resident.parentNo == null || resident.parentEvent == null || resident.mapRunNo != 0) {
            return null;
        }
        var signal = new Signal.ChildClosed(resident.parentEvent, resident.execution.status(),
                ChildDescription.of(resident.execution, resident.qualifier));
        return new Append.ToParent(ExecutionNo.shard(resident.parentNo), resident.parentNo,
                storage.inbox().encode(resident.tenant, resident.sealing, signal));
    }

    /// The answer to a message of the inbox that made no step.
    Append answer(Shard shard, Delivery delivery, long inboxId, Answer answer) {
        return new Append(shard.id, shard.epoch, delivery.tenant(), delivery.executionNo(), null, null, null, null,
                new Append.Answer(inboxId, answer.name()));
    }

    /// An execution that was looked up because it was due, though nothing of it was: its row says from now on that it is in
    /// memory, or it would be looked up again and again.
    Append awake(Shard shard, Resident resident) {
        resident.asleepInDatabase = false;
        return row(shard, resident, WakeIndex.RESIDENT);
    }

    /// An execution that leaves memory: its row says from now on when it is due.
    ///
    /// @param due null when it only waits for an answer
    Append asleep(Shard shard, Resident resident, @Nullable Instant due) {
        resident.asleepInDatabase = true;
        return row(shard, resident, due);
    }

    private static Append row(Shard shard, Resident resident, @Nullable Instant wakeAt) {
        var change = new Append.Change(resident.execution.status(), null, wakeAt, resident.execution.lastEvent());
        return new Append(shard.id, shard.epoch, resident.tenant, resident.executionNo, null, null, change, null,
                null);
    }
}
