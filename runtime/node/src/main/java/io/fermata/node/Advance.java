// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.Execution;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Signal;
import io.fermata.engine.Step;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.journal.Append;
import io.fermata.journal.LeaseLostException;
import io.fermata.journal.RefusedException;
import io.fermata.tenancy.keys.KeyAbsentException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// The way of a signal: load if need be, turn, append, and once that is durable release the effects. Read top to bottom
/// this is what a node does. Runs on loop threads; only what follows a commit runs on the journal's thread.
final class Advance {

    private static final Logger log = LoggerFactory.getLogger(Advance.class);

    private final Storage storage;
    private final Shards shards;
    private final Turns turns;
    private final InstantSource clock;
    private final Aftermath aftermath;
    private final Appends appends;
    private final Setbacks setbacks;

    Advance(Storage storage, Shards shards, Turns turns, InstantSource clock, Aftermath aftermath) {
        this.storage = storage;
        this.shards = shards;
        this.turns = turns;
        this.clock = clock;
        this.aftermath = aftermath;
        this.appends = new Appends(storage);
        this.setbacks = new Setbacks(storage, shards, appends);
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
        if (loop.withheld().takes(delivery)) {
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
            resident.prepare(storage.keys());
            turn(loop, shard.get(), resident, delivery);
        } catch (KeyAbsentException absent) {
            loop.withheld().begin(loop, setbacks, delivery, absent);
        } catch (DataAccessException unreachable) {
            // the database's trouble is not the execution's: the signal comes again
            log.warn("Could not read execution={}: {}", delivery.executionNo(), unreachable.getMessage());
            setbacks.again(loop, delivery);
        } catch (RuntimeException defect) {
            setbacks.quarantine(loop, delivery, defect);
        }
    }

    private @Nullable Resident load(Loop loop, Delivery delivery) {
        var row = storage.executions().find(delivery.tenant(), delivery.executionNo());
        if (row.isEmpty()) {
            setbacks.refuse(delivery, Answer.INVALID_TOKEN);
            return null;
        }
        if (row.get().status().closed() && !(delivery.signal() instanceof Signal.Redrive)) {
            setbacks.refuse(delivery, Answer.TASK_TIMED_OUT);
            return null;
        }
        if (row.get().quarantineReason() != null) {
            setbacks.refuse(delivery, Answer.UNAVAILABLE);
            return null;
        }
        var execution = new Execution(storage.facts(row.get()));
        var loaded = storage.journal().load(delivery.tenant(), delivery.executionNo(), execution::apply);
        var resident = Resident.loaded(row.get(), execution, loaded, now()).of(row.get().stateMachineId(),
                row.get().revisionId(), storage);
        loop.add(resident);
        loop.arm(resident);
        aftermath.release(resident, turns.outstanding(execution, now()));
        return resident;
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
                    setbacks.startOver(loop, resident, delivery);
                } else {
                    setbacks.quarantine(loop, delivery, defect);
                }
            }
        });
    }

    private void append(Loop loop, Shard shard, Resident resident, Delivery delivery, Step step) {
        resident.touchedAt = now();
        resident.leaving = false;
        var answer = step.accepted() ? Answer.ACCEPTED : Answer.TASK_TIMED_OUT;
        if (step.entries().isEmpty()) {
            resident.sealing = null;
            if (resident.execution.status().closed() && resident.inFlight == 0) {
                loop.forget(resident); // it was loaded for a redrive that its end does not allow
            }
            loop.arm(resident);
            if (resident.asleepInDatabase && delivery.signal() instanceof Signal.TimerFired) {
                storage.commits().append(appends.awake(shard, resident));
            }
            setbacks.refuse(delivery, answer);
            return;
        }
        var append = appends.step(shard, resident, step, null, delivery, answer);
        watch(loop, resident, step, storage.commits().append(append), delivery, answer);
        goOn(loop, resident, step);
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
        var append = appends.step(shard, resident, step, start, delivery, Answer.ACCEPTED);
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
                case RefusedException refused ->
                    loop.post(resident.tenant, () -> setbacks.quarantine(loop, delivery, refused));
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

    /// A start that no shard of this node could take.
    static final class LeaseGone extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LeaseGone() {
            super("the shard moved to another node while the execution started; start it again", null, false, false);
        }
    }
}
