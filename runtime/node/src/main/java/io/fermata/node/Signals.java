// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Signal;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.time.Duration;
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
        var delivery = Delivery.asked(tenant, executionNo, signal);
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
        long id;
        try {
            id = storage.inbox().send(tenant, storage.sealer(tenant, executionNo), executionNo, signal, true);
        } catch (KmsRefusedException withoutKey) {
            return Answer.UNAVAILABLE; // who asked may ask KMS for the reason
        }
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
            send(tenant, executionNo, signal);
            return;
        }
        var delivery = new Delivery(tenant, executionNo, signal);
        delivery.answered().thenAccept(answer -> {
            if (answer == Answer.UNAVAILABLE) {
                send(tenant, executionNo, signal);
            }
        });
        node.deliver(delivery);
    }

    /// Leaves a signal in the inbox, as soon as it can be sealed.
    private void send(TenantId tenant, long executionNo, Signal signal) {
        var row = storage.executions().find(tenant, executionNo);
        var key = row.map(one -> storage.key(tenant, one.stateMachineId(), one.revisionId())).orElse(null);
        if (key == null) {
            storage.inbox().send(tenant, null, executionNo, signal, false);
        } else {
            node.keys().untilThere(tenant, () -> storage.inbox().send(tenant, storage.keys().sealer(tenant, key),
                    executionNo, signal, false));
        }
    }
}
