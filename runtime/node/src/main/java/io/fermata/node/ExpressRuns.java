// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.Interpreter;
import io.fermata.engine.LiveSize;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskOutcome;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Runs Express executions: the same interpreter and the same fold as for all others, but without a journal. Nothing of a
/// run survives this process; who needs that keeps what it takes to start it anew. What a run has recorded is forgotten
/// once its listener has heard of it, so a run takes the memory of its open states only. Thread-safe.
public final class ExpressRuns implements Dispatch.Outside, AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Interpreter interpreter;
    private final Dispatch dispatch;
    private final InstantSource clock;
    private final ExpressRoom room;
    private final Duration patience;
    private final ExpressAlarms alarms;
    private final Map<Long, ExpressRun> runs = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private volatile boolean stopped;
    private @Nullable Starter starter;

    /// @param patience how long runs may take to end when this is closed
    ExpressRuns(Interpreter interpreter, Dispatch dispatch, InstantSource clock, ExpressRoom room,
            Duration patience) {
        this.interpreter = interpreter;
        this.dispatch = dispatch;
        this.clock = clock;
        this.room = room;
        this.patience = patience;
        this.alarms = new ExpressAlarms(clock, number -> tell(number, new Signal.TimerFired()));
        this.threads = Executors.newFixedThreadPool(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 16),
                Thread.ofPlatform().name("express-", 0).daemon(true).factory());
    }

    /// What runs need of the rest of the node.
    interface Starter {

        /// Starts an execution for a task of a run.
        TaskOutcome startChild(ExecutionFacts parent, Effect.StartChild effect, String startedBy);

        /// Who is behind a run: its own starter and those of the executions above it.
        Set<String> starters(TenantId tenant, String startedBy);
    }

    /// A run that this node has given up.
    public static final class Dropped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Dropped() {
            super("this node has given the execution up", null, false, false);
        }
    }

    void start(Starter starter) {
        this.starter = starter;
        alarms.start();
    }

    /// A number for the facts of a run: below zero, and no other run's. Calls of a run that is started anew carry other
    /// idempotency keys than those of the first one, because its attempts may be numbered otherwise.
    public static long number() {
        return -1 - ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    }

    /// Begins to run an execution.
    ///
    /// @return empty when this tenant, or all together, have as many runs or as much data here as they may; ask again later
    public Optional<ExpressRun> begin(ExpressOrder order) {
        var run = prepare(order);
        run.ifPresent(ExpressRun::begin);
        return run;
    }

    /// Takes the place for an execution without running it yet.
    ///
    /// @return to be begun or dropped; empty when there is no place
    Optional<ExpressRun> prepare(ExpressOrder order) {
        if (order.facts().executionNo() >= 0) {
            throw new IllegalArgumentException("a run's number is below zero: " + order.facts().executionNo());
        }
        var tenant = new TenantId(order.facts().tenant());
        long bytes = LiveSize.of(order.input());
        if (stopped || !room.enter(tenant, bytes)) {
            return Optional.empty();
        }
        var run = new ExpressRun(this, order, now(), bytes);
        runs.put(run.number(), run);
        return Optional.of(run);
    }

    /// How many executions run.
    public int count() {
        return room.runs();
    }

    @Override
    public void signal(TenantId tenant, long number, Signal signal) {
        tell(number, signal);
    }

    private void tell(long number, Signal signal) {
        var run = runs.get(number);
        if (run != null) {
            run.tell(signal);
        }
    }

    @Override
    public TaskOutcome startChild(ExecutionFacts parent, Effect.StartChild effect) {
        return Objects.requireNonNull(starter).startChild(parent, effect, startedBy(parent.executionNo()));
    }

    @Override
    public Set<String> starters(TenantId tenant, long number) {
        return Objects.requireNonNull(starter).starters(tenant, startedBy(number));
    }

    /// Who is behind a run; nobody once it has ended.
    String startedBy(long number) {
        var run = runs.get(number);
        return run == null ? "" : run.startedBy();
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Interpreter interpreter() {
        return interpreter;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    ExpressAlarms alarms() {
        return alarms;
    }

    ExpressRoom room() {
        return room;
    }

    void forget(ExpressRun run) {
        runs.remove(run.number(), run);
    }

    void execute(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException afterTheEnd) {
            // close() has given up on every run
        }
    }

    /// Takes no more executions, lets those that run end within its patience, then gives them up.
    @Override
    public void close() {
        stopped = true;
        long end = System.nanoTime() + patience.toNanos();
        while (!runs.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        alarms.stop();
        runs.values().forEach(ExpressRun::drop);
        threads.shutdown();
        try {
            threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        runs.values().forEach(run -> run.ended().completeExceptionally(new Dropped()));
    }
}
