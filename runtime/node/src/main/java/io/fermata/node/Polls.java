// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Signal;
import io.fermata.journal.Inbox;
import io.fermata.journal.WakeIndex;
import io.fermata.tenancy.keys.KeyAbsentException;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two looks at the database that a node takes by itself: into the inbox of its shards, every 20 to 200 ms as it is
/// busy or not, and for evicted executions that are due, every 500 ms, or every 20 ms while there are more than one look
/// finds.
final class Polls {

    private static final Logger log = LoggerFactory.getLogger(Polls.class);
    private static final int PAGE = 500;
    private static final int DUE_PAGE = 2_000;
    private static final int MOST_WAITING = 10_000;
    private static final long BUSY_MILLIS = 20;
    private static final long IDLE_MILLIS = 200;
    private static final long DUE_MILLIS = 500;

    private final Inbox inbox;
    private final KeyWaits keys;
    private final WakeIndex wakeIndex;
    private final Shards shards;
    private final Consumer<Delivery> deliver;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final Set<Long> waking = ConcurrentHashMap.newKeySet();
    private final Thread inboxThread;
    private final Thread dueThread;
    private volatile boolean stopped;

    Polls(Inbox inbox, KeyWaits keys, WakeIndex wakeIndex, Shards shards, Consumer<Delivery> deliver) {
        this.inbox = inbox;
        this.keys = keys;
        this.wakeIndex = wakeIndex;
        this.shards = shards;
        this.deliver = deliver;
        this.inboxThread = Thread.ofPlatform().name("inbox").daemon(true).unstarted(this::watchInbox);
        this.dueThread = Thread.ofPlatform().name("due").daemon(true).unstarted(this::watchDue);
    }

    void start() {
        inboxThread.start();
        dueThread.start();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(inboxThread);
        LockSupport.unpark(dueThread);
        try {
            inboxThread.join(2_000);
            dueThread.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watchInbox() {
        long pause = IDLE_MILLIS;
        while (!stopped) {
            LockSupport.parkNanos(pause * 1_000_000);
            try {
                pause = readInbox() > 0 ? BUSY_MILLIS : Math.min(IDLE_MILLIS, pause * 2);
            } catch (RuntimeException unreachable) {
                log.warn("The inbox could not be read: {}", unreachable.getMessage());
                pause = IDLE_MILLIS;
            }
        }
    }

    private int readInbox() {
        int taken = 0;
        // what waits for a customer's key must not stand in the way of the rest
        for (var message : inbox.arrived(shards.ids(), PAGE + Math.min(underWay.size(), MOST_WAITING))) {
            if (underWay.add(message.id())) {
                take(message);
                taken++;
            }
        }
        return taken;
    }

    private void take(Inbox.Message message) {
        try {
            var delivery = new Delivery(message.tenant(), message.executionNo(), inbox.open(message), message.id(),
                    false, new CompletableFuture<>());
            delivery.answered().whenComplete((_, _) -> underWay.remove(message.id()));
            deliver.accept(delivery);
        } catch (KeyAbsentException absent) {
            keys.await(absent, new KeyWaits.Sequel() {

                @Override
                public void there() {
                    underWay.remove(message.id());
                }

                @Override
                public void refused(KmsRefusedException refusal) {
                    // the row stays
                }

                @Override
                public void lost(RuntimeException defect) {
                    unreadable(message, defect);
                }
            });
        } catch (RuntimeException defect) {
            unreadable(message, defect);
        }
    }

    /// Left alone until the next start: nobody could do anything with it.
    private static void unreadable(Inbox.Message message, RuntimeException defect) {
        log.error("A message cannot be read: tenant={} execution={}", message.tenant().value(), message.executionNo(),
                defect);
    }

    private void watchDue() {
        long pause = DUE_MILLIS;
        while (!stopped) {
            LockSupport.parkNanos(pause * 1_000_000);
            try {
                pause = wakeDue() ? BUSY_MILLIS : DUE_MILLIS;
            } catch (RuntimeException unreachable) {
                log.warn("Due executions could not be looked for: {}", unreachable.getMessage());
                pause = DUE_MILLIS;
            }
        }
    }

    /// @return whether there may be more than this look has found
    private boolean wakeDue() {
        var due = wakeIndex.due(shards.ids(), DUE_PAGE);
        for (var sleeper : due) {
            // its row says that it is due until the step that wakes it is durable
            if (waking.add(sleeper.executionNo())) {
                var delivery = new Delivery(sleeper.tenant(), sleeper.executionNo(), new Signal.TimerFired());
                delivery.answered().whenComplete((_, _) -> waking.remove(sleeper.executionNo()));
                deliver.accept(delivery);
            }
        }
        return due.size() == DUE_PAGE;
    }
}
