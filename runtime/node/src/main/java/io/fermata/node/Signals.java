// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Signal;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// The way of signals to executions, wherever they live: a loop of this node, or the inbox that their node reads.
/// Thread-safe.
final class Signals {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Node node;
    private final Storage storage;

    Signals(Node node, Storage storage) {
        this.node = node;
        this.storage = storage;
    }

    /// Brings a signal to its execution, wherever it lives, and waits until it is taken.
    Answer tell(TenantId tenant, long executionNo, Signal signal) {
        if (executionNo < 0) {
            return Answer.INVALID_TOKEN; // nothing of an Express execution is answered from outside
        }
        if (!node.owns(executionNo)) {
            return tellElsewhere(tenant, executionNo, signal);
        }
        var delivery = new Delivery(tenant, executionNo, signal);
        node.deliver(delivery);
        try {
            return delivery.answered().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException late) {
            return Answer.UNAVAILABLE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Answer.UNAVAILABLE;
        }
    }

    private Answer tellElsewhere(TenantId tenant, long executionNo, Signal signal) {
        long id = storage.inbox().send(tenant, executionNo, signal, true);
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            var answer = storage.inbox().answer(tenant, id);
            if (answer.isPresent()) {
                return Answer.valueOf(answer.get());
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return storage.inbox().withdraw(tenant, id)
                ? Answer.UNAVAILABLE
                : storage.inbox().answer(tenant, id).map(Answer::valueOf).orElse(Answer.UNAVAILABLE);
    }

    /// Brings the outcome of a call back, without waiting. An execution that lives elsewhere by now finds it in its inbox.
    void signal(TenantId tenant, long executionNo, Signal signal) {
        if (!node.owns(executionNo)) {
            storage.inbox().send(tenant, executionNo, signal, false);
            return;
        }
        var delivery = new Delivery(tenant, executionNo, signal, null, new CompletableFuture<>());
        delivery.answered().thenAccept(answer -> {
            if (answer == Answer.UNAVAILABLE) {
                storage.inbox().send(tenant, executionNo, signal, false);
            }
        });
        node.deliver(delivery);
    }
}
