// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.journal.ExecutionNo;
import io.fermata.journal.FairQueue;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that advances the executions of its shards. What it owns needs no locks: residents, their alarms, their
/// order. Everything from outside comes in as work in its queue, where tenants take turns by the time that their work takes;
/// one whose appends fill its share of the journal's queue waits there, and only it.
final class Loop {

    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final long LONGEST_NAP_MILLIS = 200;
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final long ALL = 0;

    /// What a turn is taken to cost before it is known, in nanoseconds.
    private static final int TURN = 20_000;

    private final FairQueue<Work> queue = new FairQueue<>();
    private final Map<Long, Resident> residents = new HashMap<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final InstantSource clock;
    private final Withheld withheld;
    private final Thread thread;
    private final Advance advance;
    private final Eviction eviction;
    private volatile boolean stopped;
    private volatile int residentCount;

    Loop(int number, InstantSource clock, KeyWaits keys, Advance advance, Eviction eviction) {
        this.clock = clock;
        this.withheld = new Withheld(keys);
        this.advance = advance;
        this.eviction = eviction;
        this.thread = Thread.ofPlatform().name("loop-" + number).daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        queue.addForAll(new Work(ALL, () -> {
        }));
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Has work done on this loop's thread that concerns no one tenant: after all that is queued, before all that comes.
    void post(Runnable work) {
        queue.addForAll(new Work(ALL, work));
    }

    /// Has work of a tenant done on this loop's thread, in its turn.
    void post(TenantId tenant, Runnable work) {
        queue.add(tenant.value(), TURN, new Work(tenant.value(), work));
    }

    void deliver(Delivery delivery) {
        post(delivery.tenant(), () -> advance.take(this, delivery));
    }

    /// What waits for customers' keys.
    Withheld withheld() {
        return withheld;
    }

    /// How much is queued.
    int queued() {
        return queue.size();
    }

    int residentCount() {
        return residentCount;
    }

    @Nullable
    Resident resident(long executionNo) {
        return residents.get(executionNo);
    }

    void add(Resident resident) {
        residents.put(resident.executionNo, resident);
        residentCount = residents.size();
    }

    void forget(Resident resident) {
        residents.remove(resident.executionNo, resident);
        residentCount = residents.size();
    }

    /// Forgets all executions of a shard; whoever owns it next folds them anew.
    void forgetShard(IntPredicate shard) {
        withheld.forgetShard(shard);
        residents.values().removeIf(resident -> shard.test(ExecutionNo.shard(resident.executionNo)));
        residentCount = residents.size();
    }

    /// Wakes the execution at the moment it asks for.
    void arm(Resident resident) {
        var due = resident.execution.nextDue();
        if (due != null) {
            alarms.add(new Alarm(due, resident.executionNo));
        }
    }

    private void run() {
        var nextSweep = clock.instant();
        while (!stopped) {
            try {
                var work = queue.poll(TimeUnit.MILLISECONDS.toNanos(nap()), advance::hasRoom);
                if (work != null) {
                    perform(work);
                }
                var now = clock.instant();
                fireAlarms(now);
                if (now.isAfter(nextSweep)) {
                    sweep(now);
                    nextSweep = now.plus(SWEEP);
                }
            } catch (InterruptedException interrupted) {
                stopped = true;
            } catch (RuntimeException defect) {
                log.error("A loop met a defect and goes on", defect);
            }
        }
        queue.drain().forEach(work -> work.what.run());
    }

    private void perform(Work work) {
        long begun = System.nanoTime();
        try {
            work.what.run();
        } finally {
            if (work.tenant != ALL) {
                queue.charge(work.tenant, System.nanoTime() - begun);
            }
        }
    }

    private long nap() {
        var next = alarms.peek();
        if (next == null) {
            return LONGEST_NAP_MILLIS;
        }
        long millis = Duration.between(clock.instant(), next.at).toMillis();
        return Math.clamp(millis, 0, LONGEST_NAP_MILLIS);
    }

    /// An alarm of an execution whose turn is being computed is let go: the turn arms it anew.
    private void fireAlarms(Instant now) {
        for (var next = alarms.peek(); next != null && !next.at.isAfter(now); next = alarms.peek()) {
            alarms.remove();
            var resident = residents.get(next.executionNo);
            var due = resident == null || resident.computing ? null : resident.execution.nextDue();
            if (resident != null && due != null && !due.isAfter(now)) {
                advance.timer(this, resident);
            }
        }
    }

    private void sweep(Instant now) {
        List.copyOf(residents.values()).forEach(resident -> eviction.evictIfQuiet(this, resident, now));
    }

    static void refuse(Delivery delivery, Answer answer) {
        delivery.answered().complete(answer);
    }

    /// @param tenant whose it is, `ALL` for nobody's
    private record Work(long tenant, Runnable what) {}

    private record Alarm(Instant at, long executionNo) implements Comparable<Alarm> {

        @Override
        public int compareTo(Alarm other) {
            return at.compareTo(other.at);
        }
    }
}
