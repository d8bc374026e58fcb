// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.TaskCompletion.Answer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What becomes of a signal that its execution does not take: it is refused, it comes again, or the execution is set aside.
/// Runs on loop threads.
final class Setbacks {

    private static final Duration AGAIN = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(Setbacks.class);

    private final Storage storage;
    private final Shards shards;
    private final Appends appends;

    Setbacks(Storage storage, Shards shards, Appends appends) {
        this.storage = storage;
        this.shards = shards;
        this.appends = appends;
    }

    /// Answers without a step. A message of the inbox is answered in its row.
    void refuse(Delivery delivery, Answer answer) {
        var inboxId = delivery.inboxId();
        var shard = shards.of(delivery.executionNo());
        if (inboxId == null || shard.isEmpty()) {
            Loop.refuse(delivery, answer);
            return;
        }
        storage.commits().append(appends.answer(shard.get(), delivery, inboxId, answer))
                .whenComplete((_, _) -> delivery.answered().complete(answer));
    }

    /// Brings a signal again, whose execution could not be read, after a while.
    void again(Loop loop, Delivery delivery) {
        Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(AGAIN.toNanos());
            loop.deliver(delivery);
        });
    }

    /// What a turn has done in memory cannot be written, because the database did not answer a look that belongs to it. Once
    /// all earlier steps are durable the execution is read anew, and the signal comes again.
    void startOver(Loop loop, Resident resident, Delivery delivery) {
        resident.computing = true;
        Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(AGAIN.toNanos());
            loop.post(resident.tenant, () -> {
                if (resident.inFlight > 0) {
                    startOver(loop, resident, delivery);
                    return;
                }
                loop.forget(resident);
                loop.deliver(delivery);
                resident.held.forEach(loop::deliver);
                resident.held.clear();
            });
        });
    }

    /// Sets an execution aside on which the engine itself failed, so that it harms no other. People see it in the console
    /// and can release it.
    void quarantine(Loop loop, Delivery delivery, RuntimeException defect) {
        log.error("Set aside: tenant={} execution={}", delivery.tenant().value(), delivery.executionNo(), defect);
        var resident = loop.resident(delivery.executionNo());
        if (resident != null) {
            loop.forget(resident);
        }
        try {
            storage.executions().quarantine(delivery.tenant(), delivery.executionNo(), defect.toString());
        } catch (RuntimeException unwritten) {
            log.error("Could not note that execution={} is set aside", delivery.executionNo(), unwritten);
        }
        refuse(delivery, Answer.UNAVAILABLE);
    }
}
