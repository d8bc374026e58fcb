// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Signal;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.journal.ExecutionNo;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyAbsentException;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Signals for executions whose customer's key is not in memory: they wait here, in their order, until it is. While KMS
/// refuses, who stands and waits for an answer is told UNAVAILABLE at once, and may ask KMS for the reason; everything else
/// stays. A message of the inbox is read again from its row, because its sender may have taken it back meanwhile. Belongs
/// to one loop and is touched by its thread alone.
final class Withheld {

    private final KeyWaits keys;
    private final Map<Long, Wait> waits = new HashMap<>();

    Withheld(KeyWaits keys) {
        this.keys = keys;
    }

    private static final class Wait {

        final List<Delivery> deliveries = new ArrayList<>();
        boolean refused;
    }

    /// Takes a signal if its execution waits for its key already.
    ///
    /// @return false when it does not
    boolean takes(Delivery delivery) {
        if (waits.isEmpty()) {
            return false;
        }
        var wait = waits.get(delivery.executionNo());
        if (wait == null) {
            return false;
        }
        if (wait.refused && delivery.asked()) {
            Loop.refuse(delivery, Answer.UNAVAILABLE);
        } else {
            wait.deliveries.add(delivery);
        }
        return true;
    }

    /// Begins to wait.
    ///
    /// @param setbacks where an execution goes whose key is gone for good
    void begin(Loop loop, Setbacks setbacks, Delivery first, KeyAbsentException absent) {
        var wait = new Wait();
        wait.deliveries.add(first);
        waits.put(first.executionNo(), wait);
        keys.await(absent, first.executionNo(), new KeyWaits.Sequel() {

            @Override
            public void there() {
                loop.post(first.tenant(), () -> release(loop, first.tenant(), first.executionNo(), wait));
            }

            @Override
            public void refused(KmsRefusedException refusal) {
                loop.post(first.tenant(), () -> refuse(loop, first.executionNo(), wait));
            }

            @Override
            public void lost(RuntimeException defect) {
                loop.post(first.tenant(), () -> {
                    setbacks.quarantine(loop, first, defect);
                    release(loop, first.tenant(), first.executionNo(), wait);
                });
            }
        });
    }

    private void release(Loop loop, TenantId tenant, long executionNo, Wait wait) {
        waits.remove(executionNo, wait);
        if (loop.resident(executionNo) == null) {
            // what was let go, or never came into memory, may have timers of its own
            loop.deliver(new Delivery(tenant, executionNo, new Signal.Continue()));
        }
        for (var delivery : wait.deliveries) {
            if (delivery.inboxId() == null) {
                loop.deliver(delivery);
            } else {
                Loop.refuse(delivery, Answer.UNAVAILABLE); // the row stays, and is read again
            }
        }
        wait.deliveries.clear();
    }

    private void refuse(Loop loop, long executionNo, Wait wait) {
        wait.refused = true;
        wait.deliveries.removeIf(delivery -> {
            if (delivery.asked()) {
                Loop.refuse(delivery, Answer.UNAVAILABLE);
            }
            return delivery.asked();
        });
        var resident = loop.resident(executionNo);
        // with the key the data goes; what a call under way would be made again for stays until its answer
        if (resident != null && !resident.computing && resident.inFlight == 0 && !resident.execution.calling()
                && !resident.execution.heartbeating()) {
            loop.forget(resident);
        }
    }

    /// Gives up what waits for executions of a shard that is another node's now.
    void forgetShard(IntPredicate shard) {
        if (waits.isEmpty()) {
            return;
        }
        var gone = waits.entrySet().stream().filter(wait -> shard.test(ExecutionNo.shard(wait.getKey()))).toList();
        for (var wait : gone) {
            waits.remove(wait.getKey());
            var deliveries = List.copyOf(wait.getValue().deliveries);
            wait.getValue().deliveries.clear();
            deliveries.forEach(delivery -> Loop.refuse(delivery, Answer.UNAVAILABLE));
        }
    }
}
