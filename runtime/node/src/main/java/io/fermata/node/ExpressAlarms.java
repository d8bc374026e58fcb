// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Wakes Express executions at the moments they ask for: one thread, one alarm for each execution at most. Thread-safe.
final class ExpressAlarms {

    private static final Duration LONGEST_NAP = Duration.ofMillis(200);

    private final ConcurrentSkipListSet<Alarm> alarms = new ConcurrentSkipListSet<>(
            Comparator.comparing(Alarm::at).thenComparing(Alarm::number));
    private final InstantSource clock;
    private final LongConsumer wake;
    private final Thread thread;
    private volatile boolean stopped;

    /// @param wake told the number of an execution whose moment has come
    ExpressAlarms(InstantSource clock, LongConsumer wake) {
        this.clock = clock;
        this.wake = wake;
        this.thread = Thread.ofPlatform().name("express-alarms").daemon(true).unstarted(this::run);
    }

    record Alarm(Instant at, long number) {}

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /// Replaces an execution's alarm.
    ///
    /// @return the new one, null for none
    @Nullable
    Alarm set(@Nullable Alarm old, @Nullable Instant at, long number) {
        if (old != null && !old.at.equals(at)) {
            alarms.remove(old);
        }
        if (at == null) {
            return null;
        }
        var alarm = new Alarm(at, number);
        alarms.add(alarm);
        if (alarms.first().equals(alarm)) {
            LockSupport.unpark(thread);
        }
        return alarm;
    }

    private void run() {
        while (!stopped) {
            // the moments of turns are whole milliseconds
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            while (!alarms.isEmpty()) {
                var next = alarms.pollFirst();
                if (next == null) {
                    break;
                }
                if (next.at.isAfter(now)) {
                    alarms.add(next);
                    break;
                }
                wake.accept(next.number);
            }
            LockSupport.parkNanos(nap(now).toNanos());
        }
    }

    private Duration nap(Instant now) {
        var iterator = alarms.iterator();
        if (!iterator.hasNext()) {
            return LONGEST_NAP;
        }
        var left = Duration.between(now, iterator.next().at);
        return left.compareTo(LONGEST_NAP) < 0 ? left : LONGEST_NAP;
    }
}
