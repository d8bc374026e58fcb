// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.engine.Effect;
import io.fermata.engine.Execution;
import io.fermata.engine.Interpreter;
import io.fermata.engine.Signal;
import io.fermata.engine.Step;
import io.fermata.journal.FairQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Computes turns: at once on the loop's thread, or, of state machines whose turns take long, on a thread of their own, where
/// tenants take turns by the time that they use. So one expression of a second holds up a loop, with everybody who lives
/// there, once and not each time. What follows a turn always happens on the loop's thread.
final class Turns implements AutoCloseable {

    /// How long a revision stays there after its last slow turn.
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(Turns.class);
    private static final String RANDOM = "L64X128MixRandom";
    private static final int MOST_REVISIONS = 10_000;
    private static final long ALL = 0;

    private final Interpreter interpreter;
    private final Duration bound;
    private final Ticker ticker;
    private final ThreadLocal<RandomGenerator> random = ThreadLocal.withInitial(() -> RandomGenerator.of(RANDOM));
    private final FairQueue<Work> queue = new FairQueue<>();
    private final Cache<Long, Boolean> slow;
    private final Thread thread;
    private final AtomicLong aside = new AtomicLong();
    private volatile boolean stopped;

    /// @param bound what a turn may take on a loop's thread; the next ones of its revision go to the slow lane
    Turns(Interpreter interpreter, Duration bound, Ticker ticker) {
        this.interpreter = interpreter;
        this.bound = bound;
        this.ticker = ticker;
        this.slow = Caffeine.newBuilder().ticker(ticker).executor(Runnable::run).expireAfterWrite(REMEMBERED)
                .maximumSize(MOST_REVISIONS).build();
        this.thread = Thread.ofPlatform().name("slow-lane").daemon(true).unstarted(this::run);
    }

    /// What follows a turn, on the loop's thread.
    interface Sequel {

        void taken(Step step);

        void failed(RuntimeException defect);
    }

    private record Work(long tenant, Runnable what) {}

    void start() {
        thread.start();
    }

    /// The effects of an execution that nobody carries out, because it was just read.
    List<Effect> outstanding(Execution execution, Instant now) {
        return interpreter.outstanding(execution, now);
    }

    /// Computes a turn of an execution that is not computing. Until the sequel its state is another thread's.
    void compute(Loop loop, Resident resident, Signal signal, Instant now, Sequel sequel) {
        if (slow.getIfPresent(resident.revisionId) == null) {
            follow(computed(resident, signal, now), sequel);
            return;
        }
        resident.computing = true;
        resident.inFlight++;
        aside.incrementAndGet();
        queue.add(resident.tenant.value(), Math.max(1, bound.toNanos()), new Work(resident.tenant.value(), () -> {
            var outcome = computed(resident, signal, now);
            loop.post(resident.tenant, () -> {
                resident.computing = false;
                resident.inFlight--;
                // ahead of what the turn itself asks for next, or a stop would wait for the end of all turns
                resident.held.forEach(loop::deliver);
                resident.held.clear();
                follow(outcome, sequel);
            });
        }));
    }

    private sealed interface Outcome {

        record Done(Step step) implements Outcome {}

        record Defect(RuntimeException exception) implements Outcome {}
    }

    private Outcome computed(Resident resident, Signal signal, Instant now) {
        long begun = ticker.read();
        try {
            return new Outcome.Done(interpreter.turn(resident.execution, signal, now, random.get()));
        } catch (RuntimeException defect) {
            return new Outcome.Defect(defect);
        } finally {
            took(resident, Duration.ofNanos(ticker.read() - begun));
        }
    }

    private void took(Resident resident, Duration time) {
        if (time.compareTo(bound) <= 0) {
            return;
        }
        if (slow.asMap().put(resident.revisionId, true) == null) {
            log.info("A turn took {} ms; those of its revision go to the slow lane: tenant={} revision={}",
                    time.toMillis(), resident.tenant.value(), resident.revisionId);
        }
    }

    private static void follow(Outcome outcome, Sequel sequel) {
        switch (outcome) {
            case Outcome.Defect(var defect) -> sequel.failed(defect);
            case Outcome.Done(var step) -> {
                try {
                    sequel.taken(step);
                } catch (RuntimeException defect) {
                    sequel.failed(defect);
                }
            }
        }
    }

    private void run() {
        while (!stopped) {
            try {
                var work = queue.take();
                long begun = System.nanoTime();
                work.what.run();
                if (work.tenant != ALL) {
                    queue.charge(work.tenant, System.nanoTime() - begun);
                }
            } catch (InterruptedException interrupted) {
                stopped = true;
            } catch (RuntimeException defect) {
                log.error("The slow lane met a defect and goes on", defect);
            }
        }
    }

    /// How many turns went to the slow lane so far.
    long aside() {
        return aside.get();
    }

    /// Ends the slow lane. What waits there goes on with the next owner of its shard.
    @Override
    public void close() {
        stopped = true;
        queue.addForAll(new Work(ALL, () -> {
        }));
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
