// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.Execution;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.LiveSize;
import io.fermata.engine.Recorded;
import io.fermata.engine.Signal;
import io.fermata.engine.Step;
import io.fermata.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Express execution in memory. What comes for it waits in its mail and is done one at a time, each on whatever thread
/// of the runs is free. Its public methods may be called by any thread.
public final class ExpressRun {

    private static final Logger log = LoggerFactory.getLogger(ExpressRun.class);
    /// Data is weighed after every turn while it is little, and the more seldom the more it is.
    private static final long WEIGHED_EACH_TURN = 64 << 10;

    private final ExpressRuns runs;
    private final ExpressOrder order;
    private final TenantId tenant;
    private final Instant startedAt;
    private final Execution execution;
    private final Queue<Runnable> mail = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CompletableFuture<ExpressEnd> ended = new CompletableFuture<>();
    private final List<Recorded> kept = new ArrayList<>();

    private boolean over;
    private long bytes;
    private long mostBytes;
    private long turnsUntilWeighing;
    private ExpressAlarms.@Nullable Alarm alarm;

    ExpressRun(ExpressRuns runs, ExpressOrder order, Instant startedAt, long bytes) {
        this.runs = runs;
        this.order = order;
        this.tenant = new TenantId(order.facts().tenant());
        this.startedAt = startedAt;
        this.execution = new Execution(order.facts());
        this.bytes = bytes;
        this.mostBytes = bytes;
    }

    /// Completes when the execution has ended. Fails with {@link ExpressRuns.Dropped} if this node gives it up before.
    public CompletableFuture<ExpressEnd> ended() {
        return ended;
    }

    /// Ends the execution as ABORTED, unless it has ended.
    public void cancel(@Nullable String error, @Nullable String cause) {
        tell(new Signal.Stop(error, cause));
    }

    /// When it began.
    public Instant startedAt() {
        return startedAt;
    }

    void begin() {
        tell(new Signal.Start(order.input(), order.limits()));
    }

    String startedBy() {
        return order.startedBy();
    }

    long number() {
        return order.facts().executionNo();
    }

    void tell(Signal signal) {
        post(() -> take(signal));
    }

    /// Gives the execution up: nothing of it is told to anybody any more.
    void drop() {
        post(() -> {
            if (over) {
                return;
            }
            var step = turn(new Signal.Stop(null, null));
            runs.dispatch().release(order.facts(), cancels(step), runs);
            leave();
            ended.completeExceptionally(new ExpressRuns.Dropped());
        });
    }

    private static List<Effect> cancels(Step step) {
        return step.effects().stream().filter(Effect.Cancel.class::isInstance).toList();
    }

    private void post(Runnable work) {
        mail.add(work);
        if (waiting.getAndIncrement() == 0) {
            runs.execute(this::work);
        }
    }

    /// Does one piece of work, then lets other executions go first.
    private void work() {
        try {
            Objects.requireNonNull(mail.poll()).run();
        } catch (RuntimeException | StackOverflowError defect) {
            log.error("An Express execution met a defect: tenant={} execution={}", tenant.value(),
                    order.facts().executionArn(), defect);
            fail(defect);
        } finally {
            if (waiting.decrementAndGet() > 0) {
                runs.execute(this::work);
            }
        }
    }

    private Step turn(Signal signal) {
        var now = signal instanceof Signal.Start ? startedAt : runs.now();
        return runs.interpreter().turn(execution, signal, now, ThreadLocalRandom.current());
    }

    private void take(Signal signal) {
        if (over) {
            return;
        }
        var step = turn(signal);
        if (!step.entries().isEmpty()) {
            keep(step);
            order.listener().accept(step);
        }
        runs.dispatch().release(order.facts(), step.effects(), runs);
        weigh();
        if (execution.status().closed()) {
            leave();
            ended.complete(end(execution.status(), execution.error(), execution.cause()));
            return;
        }
        alarm = runs.alarms().set(alarm, execution.nextDue(), number());
        if (step.more()) {
            tell(new Signal.Continue());
        }
    }

    private void keep(Step step) {
        for (var recorded : step.entries()) {
            if (kept.size() < order.keep() && recorded.entry() instanceof HistoryEvent) {
                kept.add(recorded);
            }
        }
    }

    /// Notes how much data the execution holds now. One for which there is no room is ended, as one that no memory is left
    /// for would be.
    private void weigh() {
        if (--turnsUntilWeighing > 0 && !execution.status().closed()) {
            return;
        }
        long now = LiveSize.of(execution);
        turnsUntilWeighing = now / WEIGHED_EACH_TURN;
        mostBytes = Math.max(mostBytes, now);
        if (runs.room().change(tenant, now - bytes)) {
            bytes = now;
        } else if (!execution.status().closed()) {
            cancel("States.Runtime", "The execution was ended because the Express executions of this account hold more "
                    + "than " + (runs.room().bytesOfATenant() >> 20) + " MiB of data on one node of Fermata.");
        }
    }

    private void leave() {
        over = true;
        alarm = runs.alarms().set(alarm, null, number());
        runs.forget(this);
        runs.room().leave(tenant, bytes);
    }

    private ExpressEnd end(ExecutionStatus status, @Nullable String error, @Nullable String cause) {
        var stopped = execution.stoppedAt();
        return new ExpressEnd(status, execution.output(), error, cause, startedAt,
                stopped == null ? runs.now() : stopped, mostBytes, kept);
    }

    private void fail(Throwable defect) {
        if (!over) {
            leave();
            ended.complete(end(ExecutionStatus.FAILED, "States.Runtime", "The execution failed inside Fermata ("
                    + defect.getClass().getSimpleName() + "); its log says why."));
        }
    }
}
