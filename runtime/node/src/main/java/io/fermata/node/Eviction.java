// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import java.time.Duration;
import java.time.Instant;

/// Lets go of executions that only wait, and for long: their rows then say when they are due. Runs on loop threads.
final class Eviction {

    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration NEAR = Duration.ofSeconds(60);

    private final Storage storage;
    private final Shards shards;
    private final Appends appends;

    Eviction(Storage storage, Shards shards) {
        this.storage = storage;
        this.shards = shards;
        this.appends = new Appends(storage);
    }

    void evictIfQuiet(Loop loop, Resident resident, Instant now) {
        if (resident.computing) {
            return;
        }
        var due = resident.execution.nextDue();
        var shard = shards.of(resident.executionNo);
        boolean quiet = resident.inFlight == 0 && !resident.leaving && !resident.execution.calling()
                && !resident.execution.heartbeating() && resident.touchedAt.plus(QUIET).isBefore(now)
                && (due == null || due.isAfter(now.plus(NEAR)));
        if (!quiet || shard.isEmpty()) {
            return;
        }
        resident.leaving = true;
        resident.inFlight++;
        storage.commits().append(appends.asleep(shard.get(), resident, due))
                .whenComplete((_, problem) -> loop.post(resident.tenant, () -> {
                    resident.inFlight--;
                    if (problem == null && resident.leaving) {
                        loop.forget(resident);
                    }
                    resident.leaving = false;
                }));
    }
}
