// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.Execution;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Recorded;
import io.fermata.engine.Signal;
import io.fermata.engine.Step;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.journal.Append;
import io.fermata.journal.ExecutionNo;
import io.fermata.journal.LeaseLostException;
import io.fermata.journal.RefusedException;
import io.fermata.journal.WakeIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// The way of a signal: load if need be, turn, append, and once that is durable release the effects. Read top to bottom
/// this is what a node does. Runs on loop threads; only what follows a commit runs on the journal's thread.
final class Advance {

    static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration QUIET_BEFORE_EVICTION = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration NEAR = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(Advance.class);

    private final Storage storage;
    private final Shards shards;
    private final Turns turns;
    private final InstantSource clock;
    private final Aftermath aftermath;

    Advance(Storage storage, Shards shards, Turns turns, InstantSource clock, Aftermath aftermath) {
        this.storage = storage;
        this.shards = shards;
        this.turns = turns;
        this.clock = clock;
        this.aftermath = aftermath;
    }

    /// What follows a commit.
    interface Aftermath {

        /// Releases a durable step's effects.
        void release(Resident resident, List<Effect> effects);

        /// Tells listeners.
        void committed(Resident resident, Step step, ExecutionStatus status);

        /// Forgets a shard whose lease is lost.
        void leaseLost(int shard);
    }

    /// Whether the journal takes more of a tenant now.
    boolean hasRoom(long tenant) {
        return storage.commits().hasRoom(tenant);
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// Brings a signal to its execution.
    void take(Loop loop, Delivery delivery) {
        var shard = shards.of(delivery.executionNo());
        if (shard.isEmpty()) {
            Loop.refuse(delivery, Answer.UNAVAILABLE);
            return;
        }
        try {
            var resident = loop.resident(delivery.executionNo());
            if (resident == null) {
                var loaded = load(loop, delivery);
                if (loaded == null) {
                    return;
                }
                resident = loaded;
            }
            if (resident.computing) {
                resident.held.add(delivery);
                return;
            }
            turn(loop, shard.get(), resident, delivery);
        } catch (DataAccessException unreachable) {
            // the database's trouble is not the execution's: the signal comes again
            log.warn("Could not read execution={}: {}", delivery.executionNo(), unreachable.getMessage());
            Thread.ofVirtual().start(() -> {
                LockSupport.parkNanos(AGAIN.toNanos());
                loop.deliver(delivery);
            });
        } catch (RuntimeException defect) {
            quarantine(loop, delivery, defect);
        }
    }

    private @Nullable Resident load(Loop loop, Delivery delivery) {
        var row = storage.executions().find(delivery.tenant(), delivery.executionNo());
        if (row.isEmpty()) {
            refuse(delivery, Answer.INVALID_TOKEN);
            return null;
        }
        if (row.get().status().closed() && !(delivery.signal() instanceof Signal.Redrive)) {
            refuse(delivery, Answer.TASK_TIMED_OUT);
            return null;
        }
        if (row.get().quarantineReason() != null) {
            refuse(delivery, Answer.UNAVAILABLE);
            return null;
        }
        var execution = new Execution(storage.facts(row.get()));
        var loaded = storage.journal().load(delivery.tenant(), delivery.executionNo(), execution::apply);
        var resident = Resident.loaded(row.get(), execution, loaded, now()).of(row.get().stateMachineId(),
                row.get().revisionId(), storage.maps());
        loop.add(resident);
        loop.arm(resident);
        aftermath.release(resident, turns.outstanding(execution, now()));
        return resident;
    }

    /// Answers without a step. A message of the inbox is answered in its row.
    private void refuse(Delivery delivery, Answer answer) {
        var inboxId = delivery.inboxId();
        var shard = shards.of(delivery.executionNo());
        if (inboxId == null || shard.isEmpty()) {
            Loop.refuse(delivery, answer);
            return;
        }
        storage.commits()
                .append(new Append(shard.get().id, shard.get().epoch, delivery.tenant(), delivery.executionNo(), null,
                        null, null, null, new Append.Answer(inboxId, answer.name())))
                .whenComplete((_, _) -> delivery.answered().complete(answer));
    }

    private void turn(Loop loop, Shard shard, Resident resident, Delivery delivery) {
        turns.compute(loop, resident, delivery.signal(), now(), new Turns.Sequel() {

            @Override
            public void taken(Step step) {
                append(loop, shard, resident, delivery, step);
            }

            @Override
            public void failed(RuntimeException defect) {
                if (defect instanceof DataAccessException) {
                    resident.computing = true;
                    startOver(loop, resident, delivery);
                } else {
                    quarantine(loop, delivery, defect);
                }
            }
        });
    }

    /// What a turn has done in memory cannot be written, because the database did not answer a look that belongs to it. Once
    /// all earlier steps are durable the execution is read anew, and the signal comes again.
    private void startOver(Loop loop, Resident resident, Delivery delivery) {
        Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(AGAIN.toNanos());
            loop.post(resident.tenant, () -> {
                if (resident.inFlight > 0) {
                    startOver(loop, resident, delivery);
                    return;
                }
                loop.forget(resident);
                loop.deliver(delivery);
                resident.held.forEach(loop::deliver);
                resident.held.clear();
            });
        });
    }

    private void append(Loop loop, Shard shard, Resident resident, Delivery delivery, Step step) {
        resident.touchedAt = now();
        resident.leaving = false;
        var answer = step.accepted() ? Answer.ACCEPTED : Answer.TASK_TIMED_OUT;
        if (step.entries().isEmpty()) {
            if (resident.execution.status().closed() && resident.inFlight == 0) {
                loop.forget(resident); // it was loaded for a redrive that its end does not allow
            }
            loop.arm(resident);
            if (resident.asleepInDatabase && delivery.signal() instanceof Signal.TimerFired) {
                noteAwake(shard, resident);
            }
            refuse(delivery, answer);
            return;
        }
        var append = append(shard, resident, step, null, delivery, answer);
        watch(loop, resident, step, storage.commits().append(append), delivery, answer);
        goOn(loop, resident, step);
    }

    /// An execution that was looked up because it was due, though nothing of it was: its row says from now on that it is in
    /// memory, or it would be looked up again and again.
    private void noteAwake(Shard shard, Resident resident) {
        resident.asleepInDatabase = false;
        var change = new Append.Change(resident.execution.status(), null, WakeIndex.RESIDENT,
                resident.execution.lastEvent());
        storage.commits().append(new Append(shard.id, shard.epoch, resident.tenant, resident.executionNo, null, null,
                change, null, null));
    }

    private void goOn(Loop loop, Resident resident, Step step) {
        if (step.more()) {
            loop.deliver(new Delivery(resident.tenant, resident.executionNo, new Signal.Continue()));
        }
        if (!resident.execution.status().closed()) {
            loop.arm(resident);
        }
    }

    /// Begins an execution. With a name of the caller's choice nothing follows before the start is durable, because the
    /// name may be taken.
    ///
    /// @return completes with false when the name is taken
    CompletableFuture<Boolean> begin(Loop loop, Shard shard, Resident resident, Append.NewExecution start,
            Signal.Start signal, boolean named) {
        var begun = new CompletableFuture<Boolean>();
        turns.compute(loop, resident, signal, start.startedAt(), new Turns.Sequel() {

            @Override
            public void taken(Step step) {
                append(loop, shard, resident, start, signal, step, named, begun);
            }

            @Override
            public void failed(RuntimeException defect) {
                begun.completeExceptionally(defect);
            }
        });
        return begun;
    }

    private void append(Loop loop, Shard shard, Resident resident, Append.NewExecution start, Signal.Start signal,
            Step step, boolean named, CompletableFuture<Boolean> begun) {
        var delivery = new Delivery(resident.tenant, resident.executionNo, signal);
        var append = append(shard, resident, step, start, delivery, Answer.ACCEPTED);
        if (!named) {
            loop.add(resident);
            watch(loop, resident, step, storage.commits().append(append), delivery, Answer.ACCEPTED);
            delivery.answered().whenComplete((answer, _) -> {
                if (answer == Answer.ACCEPTED) {
                    begun.complete(true);
                } else {
                    begun.completeExceptionally(new LeaseGone());
                }
            });
            goOn(loop, resident, step);
            return;
        }
        storage.commits().start(append).whenComplete((fresh, problem) -> {
            if (problem != null) {
                begun.completeExceptionally(problem);
                return;
            }
            if (fresh) {
                loop.post(resident.tenant, () -> {
                    if (!resident.execution.status().closed() && holds(shard)) {
                        loop.add(resident);
                    }
                    goOn(loop, resident, step);
                });
                aftermath.release(resident, step.effects());
                aftermath.committed(resident, step, statusAfter(step));
            }
            begun.complete(fresh);
        });
    }

    private boolean holds(Shard shard) {
        return shards.get(shard.id).filter(held -> held.epoch == shard.epoch).isPresent();
    }

    /// Fires what is due.
    void timer(Loop loop, Resident resident) {
        take(loop, new Delivery(resident.tenant, resident.executionNo, new Signal.TimerFired()));
    }

    private Append append(Shard shard, Resident resident, Step step, Append.@Nullable NewExecution start,
            Delivery delivery, Answer answer) {
        var entries = step.entries();
        var execution = resident.execution;
        resident.steps++;
        long last = execution.lastEvent();
        long first = entries.stream().mapToLong(Recorded::id).filter(id -> id > 0).findFirst().orElse(last + 1);
        var encoded = storage.codec().encode(resident.tenant, entries, resident.values);
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
        return new Append(shard.id, shard.epoch, resident.tenant, resident.executionNo, start, row, change,
                closed ? toParent(resident) : null,
                delivery.inboxId() == null ? null : new Append.Answer(delivery.inboxId(), answer.name()),
                MapSteps.changes(storage, shard, resident, step));
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
                storage.inbox().encode(resident.tenant, signal));
    }

    private void watch(Loop loop, Resident resident, Step step, CompletableFuture<Void> durable, Delivery delivery,
            Answer answer) {
        resident.inFlight++;
        var status = statusAfter(step);
        durable.whenComplete((_, problem) -> {
            if (problem == null) {
                aftermath.release(resident, step.effects());
                aftermath.committed(resident, step, status);
                delivery.answered().complete(answer);
                loop.post(resident.tenant, () -> settled(loop, resident));
                return;
            }
            delivery.answered().complete(Answer.UNAVAILABLE);
            switch (problem instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : problem) {
                case LeaseLostException lost -> aftermath.leaseLost(lost.shard());
                case RefusedException refused -> loop.post(resident.tenant, () -> quarantine(loop, delivery, refused));
                case Throwable other -> log.warn("A step was not written: execution={} {}", resident.executionNo,
                        other.toString());
            }
        });
    }

    /// Where the execution stands after a step.
    static ExecutionStatus statusAfter(Step step) {
        return step.effects().stream().map(effect -> effect instanceof Effect.Closed(var end) ? end : null)
                .filter(end -> end != null).findFirst().orElse(ExecutionStatus.RUNNING);
    }

    private void settled(Loop loop, Resident resident) {
        resident.inFlight--;
        if (resident.inFlight == 0 && resident.execution.status().closed()) {
            loop.forget(resident);
        }
    }

    /// Lets go of an execution that only waits, and for long: its row then says when it is due.
    void evictIfQuiet(Loop loop, Resident resident, Instant now) {
        if (resident.computing) {
            return;
        }
        var due = resident.execution.nextDue();
        var shard = shards.of(resident.executionNo);
        boolean quiet = resident.inFlight == 0 && !resident.leaving && !resident.execution.calling()
                && !resident.execution.heartbeating() && resident.touchedAt.plus(QUIET_BEFORE_EVICTION).isBefore(now)
                && (due == null || due.isAfter(now.plus(NEAR)));
        if (!quiet || shard.isEmpty()) {
            return;
        }
        resident.leaving = true;
        resident.asleepInDatabase = true;
        resident.inFlight++;
        var change = new Append.Change(resident.execution.status(), null, due, resident.execution.lastEvent());
        storage.commits().append(new Append(shard.get().id, shard.get().epoch, resident.tenant, resident.executionNo,
                null, null, change, null, null)).whenComplete((_, problem) -> loop.post(resident.tenant, () -> {
                    resident.inFlight--;
                    if (problem == null && resident.leaving) {
                        loop.forget(resident);
                    }
                    resident.leaving = false;
                }));
    }

    /// Sets an execution aside on which the engine itself failed, so that it harms no other. People see it in the console
    /// and can release it.
    private void quarantine(Loop loop, Delivery delivery, RuntimeException defect) {
        log.error("Set aside: tenant={} execution={}", delivery.tenant().value(), delivery.executionNo(), defect);
        var resident = loop.resident(delivery.executionNo());
        if (resident != null) {
            loop.forget(resident);
        }
        try {
            storage.executions().quarantine(delivery.tenant(), delivery.executionNo(), defect.toString());
        } catch (RuntimeException unwritten) {
            log.error("Could not note that execution={} is set aside", delivery.executionNo(), unwritten);
        }
        refuse(delivery, Answer.UNAVAILABLE);
    }

    /// A start that no shard of this node could take.
    static final class LeaseGone extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LeaseGone() {
            super("the shard moved to another node while the execution started; start it again", null, false, false);
        }
    }
}
