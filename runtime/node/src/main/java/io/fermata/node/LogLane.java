// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.LogDelivery.Outcome;
import io.fermata.engine.Recorded;
import io.fermata.tenancy.keys.CustomerKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of log events to one destination, in their order. A virtual thread works while there are any; a slow
/// destination holds up nobody but itself. Thread-safe.
final class LogLane {

    private static final Logger log = LoggerFactory.getLogger(LogLane.class);
    /// What comes in so short a time travels together.
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final int MOST_EVENTS = 1_000;
    private static final long MOST_BYTES = 400 << 10;
    /// What may wait for one destination, so that a slow one leaves room for others.
    private static final long MOST_WAITING = 8 << 20;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int MOST_TRIES = 8;

    private final String name;
    private final Carrier carrier;
    private final LogFeed feed;
    private final Queue<Item> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean working;

    LogLane(String name, Carrier carrier, LogFeed feed) {
        this.name = name;
        this.carrier = carrier;
        this.feed = feed;
    }

    /// An event that is to be logged.
    ///
    /// @param key the customer's key that seals the execution; null for the tenant's own
    /// @param status where the execution stood after its step
    /// @param bytes about what it takes
    record Item(ExecutionFacts facts, @Nullable CustomerKey key, Recorded recorded, int redriveCount,
            ExecutionStatus status,
            long bytes) {}

    /// Brings items to the destination; blocks.
    @FunctionalInterface
    interface Carrier {

        Outcome carry(List<Item> items);
    }

    /// Takes items for the destination.
    ///
    /// @param bytes of all of them
    /// @return false when so much waits for it that there is no room
    synchronized boolean add(List<Item> items, long bytes) {
        if (waitingBytes + bytes > MOST_WAITING) {
            return false;
        }
        waiting.addAll(items);
        waitingBytes += bytes;
        if (!working) {
            working = true;
            Thread.ofVirtual().name("log-" + name).start(this::work);
        }
        return true;
    }

    private void work() {
        while (true) {
            LockSupport.parkNanos(GATHER.toNanos());
            var batch = batch();
            if (batch.isEmpty()) {
                return;
            }
            carry(batch);
            feed.done(batch.stream().mapToLong(Item::bytes).sum());
        }
    }

    private synchronized List<Item> batch() {
        var batch = new ArrayList<Item>();
        long bytes = 0;
        for (var next = waiting.peek(); next != null && batch.size() < MOST_EVENTS
                && (batch.isEmpty() || bytes + next.bytes <= MOST_BYTES); next = waiting.peek()) {
            batch.add(next);
            bytes += next.bytes;
            waiting.remove();
        }
        waitingBytes -= bytes;
        working = !batch.isEmpty();
        return batch;
    }

    private void carry(List<Item> batch) {
        var pause = FIRST_PAUSE;
        for (int tries = 1; tries <= MOST_TRIES; tries++) {
            switch (attempt(batch)) {
                case TAKEN, NO_ACCESS -> {
                    return;
                }
                case REFUSED -> {
                    feed.lost(batch.size());
                    return;
                }
                case LATER -> LockSupport.parkNanos(pause.toNanos());
            }
            pause = pause.multipliedBy(2);
        }
        log.warn("Gave up {} log events for {} after {} tries", batch.size(), name, MOST_TRIES);
        feed.lost(batch.size());
    }

    private Outcome attempt(List<Item> batch) {
        try {
            return carrier.carry(batch);
        } catch (RuntimeException defect) {
            log.warn("Log events could not be brought to {}: {}", name, defect.toString());
            return Outcome.LATER;
        }
    }
}
