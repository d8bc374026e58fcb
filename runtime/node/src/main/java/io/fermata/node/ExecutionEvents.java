// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Recorded;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.StatusEventTable;
import io.fermata.journal.StatusEventTable.Waiting;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.ObjectNode;

/// The internal event bus: hands status changes of executions to consumers, at least once, those of one execution in
/// their order. A change is noted in the commit of its step, for tenants that somebody listens to, and taken away in the
/// transaction in which the consumers take it; a node that dies between the two leaves it to the others. What no consumer
/// takes for a day is dropped and counted. One virtual thread for each node; any thread may ask for events.
public final class ExecutionEvents implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ExecutionEvents.class);
    private static final int BATCH = 200;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration LOOK_AT_MOST_EVERY = Duration.ofMillis(20);
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);
    private static final Duration LOOK_WITHOUT_LISTENERS_EVERY = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Storage storage;
    private final StatusEventTable table;
    private final TransactionOperations transaction;
    private final EventIds ids;
    private final Redrives redrives;
    private final InstantSource clock;
    private final List<EventConsumer> consumers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean poked = new AtomicBoolean();
    private volatile Set<TenantId> listening = Set.of();
    private volatile long dropped;
    private volatile @Nullable Thread loop;

    ExecutionEvents(Storage storage, StatusEventTable table, TransactionOperations transaction, EventIds ids,
            Redrives redrives, InstantSource clock) {
        this.storage = storage;
        this.table = table;
        this.transaction = transaction;
        this.ids = ids;
        this.redrives = redrives;
        this.clock = clock;
    }

    /// Has somebody told of changes. Before the start.
    public void deliverTo(EventConsumer consumer) {
        consumers.add(consumer);
    }

    /// Begins. Knows who listens when it returns.
    void start() {
        ask();
        var thread = Thread.ofVirtual().name("events").unstarted(this::run);
        loop = thread;
        thread.start();
    }

    /// Asks the consumers again to which tenants they listen, for this node. One at a time, so that what was read later is
    /// what counts.
    public synchronized void ask() {
        var wanted = new HashSet<TenantId>();
        consumers.forEach(consumer -> wanted.addAll(consumer.listening()));
        listening = Set.copyOf(wanted);
        storage.commits().noteStatusChangesOf(listening);
    }

    /// A step was made durable on this node: there may be something to hand on.
    void committed(TenantId tenant) {
        var running = loop;
        if (running != null && listening.contains(tenant) && poked.compareAndSet(false, true)) {
            LockSupport.unpark(running);
        }
    }

    /// How many changes no consumer took in time, on this node.
    public long dropped() {
        return dropped;
    }

    /// Hands on what waits.
    ///
    /// @return how many changes
    public int handOver() {
        int all = 0;
        int handed;
        do {
            handed = batch();
            all += handed;
        } while (handed > 0 && !Thread.currentThread().isInterrupted());
        return all;
    }

    private int batch() {
        var claimed = new ArrayList<Waiting>();
        try {
            transaction.executeWithoutResult(_ -> {
                var batch = table.claim(BATCH);
                claimed.addAll(batch);
                take(batch);
            });
            return claimed.size();
        } catch (RuntimeException refused) {
            if (claimed.isEmpty()) {
                throw refused;
            }
            log.warn("{} status changes were not taken together, trying each alone: {}", claimed.size(),
                    refused.toString());
            claimed.forEach(this::alone);
            return 0;
        }
    }

    private void alone(Waiting one) {
        try {
            transaction.executeWithoutResult(_ -> take(table.claim(one).stream().toList()));
        } catch (RuntimeException refused) {
            if (one.at().plus(KEPT).isBefore(clock.instant())) {
                dropped++;
                log.error("Nobody took a status change for a day, dropped: tenant={} execution={} status={}",
                        one.tenant().value(), one.executionNo(), one.status());
                table.delete(List.of(one));
                return;
            }
            log.warn("A status change was not taken: tenant={} execution={} status={}: {}", one.tenant().value(),
                    one.executionNo(), one.status(), refused.toString());
            table.postpone(one, pause(one.attempt()));
        }
    }

    private static Duration pause(int attempt) {
        var pause = Duration.ofSeconds(1L << Math.min(attempt, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void take(List<Waiting> batch) {
        if (batch.isEmpty()) {
            return;
        }
        var machines = table.stateMachines(batch);
        var changes = batch.stream().flatMap(one -> Stream.ofNullable(machines.get(one.executionNo()))
                .map(machine -> change(one, machine))).toList();
        consumers.forEach(consumer -> consumer.take(changes));
        table.delete(batch);
    }

    private static StatusChange change(Waiting one, long stateMachineId) {
        return new StatusChange(one.tenant(), one.executionNo(), stateMachineId, one.step(), one.ends(), one.status(),
                one.at());
    }

    /// The event of a change, in EventBridge's format, the same each time. Empty when the execution was purged meanwhile.
    public Optional<ObjectNode> event(StatusChange change) {
        return storage.executions().find(change.tenant(), change.executionNo()).map(row -> event(change, row));
    }

    private ObjectNode event(StatusChange change, ExecutionRow row) {
        // as at AWS: events of executions under a customer's key carry no data
        var entries = storage.key(row.tenant(), row.stateMachineId(), row.revisionId()) != null
                ? List.<Recorded>of()
                : storage.journal().firstAnd(change.tenant(), change.executionNo(), change.step());
        var redrive = row.redriveCount() == 0
                ? null
                : storage.executions().redriveUntil(change.tenant(), change.executionNo(), change.at()).orElse(null);
        return StatusChangeEvent.of(new StatusChangeEvent.Told(ids.of(change), change, storage.names(row),
                row.qualifier(), row.startedAt(), input(entries), change.ends() ? end(entries) : null, redrive,
                reasonAgainstRedrive(change, row)));
    }

    private @Nullable String reasonAgainstRedrive(StatusChange change, ExecutionRow row) {
        return switch (change.status()) {
            case RUNNING, SUCCEEDED -> "Execution is " + change.status() + " and cannot be redriven";
            case FAILED, TIMED_OUT, ABORTED ->
                change.at().equals(row.stoppedAt()) ? redrives.reasonAgainst(row).orElse(null) : null;
        };
    }

    private static @Nullable HistoryEvent input(List<Recorded> entries) {
        return entries.stream().map(Recorded::entry).filter(HistoryEvent.ExecutionStarted.class::isInstance)
                .map(HistoryEvent.class::cast).findFirst().orElse(null);
    }

    private static @Nullable HistoryEvent end(List<Recorded> entries) {
        return entries.stream().map(Recorded::entry)
                .filter(entry -> entry instanceof HistoryEvent.ExecutionSucceeded
                        || entry instanceof HistoryEvent.ExecutionFailed
                        || entry instanceof HistoryEvent.ExecutionAborted)
                .map(HistoryEvent.class::cast).reduce((_, last) -> last).orElse(null);
    }

    private void run() {
        long asked = System.nanoTime();
        long looked = asked - LOOK_WITHOUT_LISTENERS_EVERY.toNanos();
        while (loop == Thread.currentThread()) {
            try {
                long now = System.nanoTime();
                if (now - asked >= ASK_EVERY.toNanos()) {
                    asked = now;
                    ask();
                }
                if (!listening.isEmpty() || now - looked >= LOOK_WITHOUT_LISTENERS_EVERY.toNanos()) {
                    looked = now;
                    poked.set(false);
                    handOver();
                }
            } catch (RuntimeException unreachable) {
                // A database that is away must not end the loop for good.
                log.warn("Status changes could not be handed on now: {}", unreachable.toString());
            }
            LockSupport.parkNanos(LOOK_AT_MOST_EVERY.toNanos());
            if (!poked.get() && loop == Thread.currentThread()) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    /// Ends the thread. What waits is left to other nodes, or to the next start.
    @Override
    public void close() {
        var running = loop;
        loop = null;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }
}
