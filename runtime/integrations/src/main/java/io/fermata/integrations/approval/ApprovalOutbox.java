// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.engine.TaskCompletion;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.integrations.approval.Approval.Status;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries decisions to the executions that wait for them, at least once, and closes questions that nobody can answer any
/// more. One virtual thread for each node, from [#start] to [#close].
public final class ApprovalOutbox implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ApprovalOutbox.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ApprovalOrders orders;
    private final ApprovalTable table;
    private final Supplier<TaskCompletion> completion;
    private volatile @Nullable Thread loop;

    ApprovalOutbox(ApprovalOrders orders, ApprovalTable table, Supplier<TaskCompletion> completion) {
        this.orders = orders;
        this.table = table;
        this.completion = completion;
    }

    /// Begins to look for decisions.
    public void start() {
        if (loop == null) {
            // Known before it runs, because it ends when it is not the one that is known.
            var thread = Thread.ofVirtual().name("approvals").unstarted(this::run);
            loop = thread;
            thread.start();
        }
    }

    /// Ends the loop. What was under way is done again by whoever starts next.
    @Override
    public void close() {
        var running = loop;
        loop = null;
        if (running != null) {
            running.interrupt();
        }
    }

    /// Carries out what is due now.
    ///
    /// @return how many executions took their answer
    public int deliverDue() {
        int taken = 0;
        for (var batch = orders.claim(); !batch.isEmpty(); batch = orders.claim()) {
            for (var order : batch) {
                taken += deliver(order) == Answer.ACCEPTED ? 1 : 0;
            }
        }
        return taken;
    }

    private Answer deliver(ApprovalOrders.Claimed order) {
        var answer = completion.get().complete(order.tenant().value(), table.taskToken(order.tenant(), order.taskId()),
                order.outcome());
        switch (answer) {
            case ACCEPTED -> orders.done(order, "");
            case TASK_TIMED_OUT -> {
                // Only a first attempt proves that no earlier one got through.
                if (order.attempt() == 1) {
                    table.byId(order.tenant(), order.taskId())
                            .ifPresent(row -> table.close(row, Status.WITHDRAWN, null));
                }
                orders.done(order, "The task had ended");
            }
            case INVALID_TOKEN -> {
                log.error("An approval's token is not valid: tenant={} approval={}", order.tenant(), order.taskId());
                orders.done(order, "The token is not valid");
            }
            case UNAVAILABLE -> {
                var pause = Duration.ofSeconds(1L << Math.min(6, order.attempt() - 1));
                orders.again(order, pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause,
                        "No node answered for the execution");
            }
        }
        return answer;
    }

    private void run() {
        var lastSweep = table.clock().instant();
        while (loop == Thread.currentThread() && !Thread.currentThread().isInterrupted()) {
            try {
                deliverDue();
                var now = table.clock().instant();
                if (Duration.between(lastSweep, now).compareTo(SWEEP_EVERY) >= 0) {
                    lastSweep = now;
                    table.closeForgotten();
                }
            } catch (RuntimeException e) {
                // A database that is away must not end the loop for good.
                log.warn("Decisions could not be read; looking again in {} ms", LOOK_EVERY.toMillis(), e);
            }
            try {
                orders.await(LOOK_EVERY);
            } catch (InterruptedException closing) {
                return;
            }
        }
    }
}
