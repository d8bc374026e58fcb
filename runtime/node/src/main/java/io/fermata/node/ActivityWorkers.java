// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Signal;
import io.fermata.journal.ActivityQueue;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Hands activity tasks to workers that poll. A worker sees a task only once the execution has recorded that it took it.
/// Thread-safe; blocks its caller.
public final class ActivityWorkers {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Executions executions;
    private final ActivityQueue queue;
    private final ActivityPolls polls;
    private final SealedTaskTokens tokens;
    private volatile boolean stopping;

    ActivityWorkers(Executions executions, ActivityQueue queue, ActivityPolls polls, SealedTaskTokens tokens) {
        this.executions = executions;
        this.queue = queue;
        this.polls = polls;
        this.tokens = tokens;
    }

    /// A task for a worker.
    public record Work(String taskToken, JsonNode input) {}

    /// The next task of an activity, or empty when none came in that time.
    public Optional<Work> poll(TenantId tenant, long activityId, @Nullable String workerName, Duration atMost)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            var offer = queue.claim(tenant, activityId);
            if (offer.isPresent()) {
                var work = take(tenant, offer.get(), workerName);
                if (work.isPresent()) {
                    return work;
                }
                continue;
            }
            long left = end - System.nanoTime();
            if (left <= 0 || stopping) {
                return Optional.empty();
            }
            polls.await(Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())));
        }
    }

    /// Answers all polls that wait, so that a node which stops need not wait for them. Workers poll again elsewhere.
    public void stopWaiting() {
        stopping = true;
        polls.wake();
    }

    private Optional<Work> take(TenantId tenant, ActivityQueue.Offer offer, @Nullable String workerName) {
        var answer = executions.signals().tell(tenant, offer.executionNo(),
                new Signal.Started(offer.scheduled(), workerName));
        return switch (answer) {
            case ACCEPTED -> {
                queue.remove(tenant, offer.executionNo(), offer.scheduled());
                yield Optional.of(new Work(tokens.mint(tenant, offer.executionNo(), offer.scheduled()),
                        offer.input()));
            }
            case TASK_TIMED_OUT, INVALID_TOKEN -> {
                queue.remove(tenant, offer.executionNo(), offer.scheduled());
                yield Optional.empty();
            }
            case UNAVAILABLE -> Optional.empty(); // the claim ends by itself
        };
    }
}
