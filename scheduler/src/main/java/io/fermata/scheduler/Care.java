// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after schedules once a minute: has forgotten ones awaited again, and removes old slots (90 days) and deliveries
/// (30 days). One virtual thread for each node.
final class Care implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Care.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration SLOTS_KEPT = Duration.ofDays(90);
    private static final Duration DELIVERIES_KEPT = Duration.ofDays(30);

    private final Slots slots;
    private final ScheduleTable table;
    private final InstantSource clock;
    private final BackgroundLoop loop = new BackgroundLoop();

    Care(Slots slots, ScheduleTable table, InstantSource clock) {
        this.slots = slots;
        this.table = table;
        this.clock = clock;
    }

    void start() {
        loop.start("schedules", this::run);
    }

    @Override
    public void close() {
        loop.close();
    }

    void once() {
        slots.heal();
        table.purge(clock.instant().minus(SLOTS_KEPT), clock.instant().minus(DELIVERIES_KEPT));
    }

    private void run() {
        while (loop.goesOn()) {
            LockSupport.parkNanos(EVERY.toNanos());
            if (!loop.goesOn()) {
                return;
            }
            try {
                once();
            } catch (RuntimeException e) {
                // A database that is away must not end the loop for good.
                log.warn("Schedules could not be looked after; trying again in {} s", EVERY.toSeconds(), e);
            }
        }
    }
}
