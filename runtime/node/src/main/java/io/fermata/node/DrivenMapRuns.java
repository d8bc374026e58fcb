// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.items.ObjectStorage;
import io.fermata.journal.GroupCommit;
import io.fermata.journal.MapRunRow;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.SealingKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Map Runs that this node drives, those of its shards; and the start of children there, whoever drives their run.
/// Thread-safe.
final class DrivenMapRuns {

    private static final Logger log = LoggerFactory.getLogger(DrivenMapRuns.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Storage storage;
    private final Shards shards;
    private final ObjectStorage objects;
    private final InstantSource clock;
    private final MapStarter starter;
    private final Map<Long, MapRun> driven = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    DrivenMapRuns(Storage storage, Shards shards, ObjectStorage objects, InstantSource clock, MapStarter starter) {
        this.storage = storage;
        this.shards = shards;
        this.objects = objects;
        this.clock = clock;
        this.starter = starter;
    }

    void start() {
        starter.start();
    }

    /// Leaves all runs to other nodes.
    void stop() {
        stopped = true;
        driven.values().forEach(MapRun::leave);
        starter.stop();
    }

    /// Drives the runs of a shard that is now this node's, and starts children there.
    void opened(Shard shard) {
        try {
            storage.maps().runs().running(shard.id).forEach(run -> drive(run, shard));
            starter.opened(shard);
        } catch (RuntimeException unreachable) {
            log.warn("The Map Runs of shard {} could not be read, trying again: {}", shard.id,
                    unreachable.getMessage());
            Thread.ofVirtual().name("open-maps-" + shard.id).start(() -> {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                if (shards.get(shard.id).filter(owned -> owned.epoch == shard.epoch).isPresent()) {
                    opened(shard);
                }
            });
        }
    }

    void lost(int shard) {
        driven.values().stream().filter(run -> run.held().shard() == shard).forEach(MapRun::leave);
        starter.lost(shard);
    }

    /// Carries out what a durable step asks about Map Runs.
    void release(TenantId tenant, long executionNo, List<Effect> effects) {
        for (var effect : effects) {
            switch (effect) {
                case Effect.RunMap(var started, _, _) -> look(tenant, executionNo, started);
                case Effect.RedriveMap(var started) -> look(tenant, executionNo, started);
                case Effect.ResumeMap(var started) -> look(tenant, executionNo, started);
                case Effect.StopMap(var started) -> look(tenant, executionNo, started);
                case Effect.Dispatch _,Effect.OfferActivity _,Effect.StartChild _,Effect.Watch _,Effect.Cancel _,Effect.Closed _ ->
                    {
                    }
            }
        }
    }

    /// Drives a run that is durable, as soon as the database says so. Nobody else would look for it until the shard moves.
    private void look(TenantId tenant, long executionNo, long started) {
        Thread.ofVirtual().name("map-run-" + executionNo + "-" + started).start(() -> {
            while (!stopped && shards.of(executionNo).isPresent()) {
                try {
                    storage.maps().runs().list(tenant, executionNo, started - 1, 1).stream()
                            .filter(run -> run.startedEvent() == started && run.status() == MapRunRow.Status.RUNNING)
                            .forEach(run -> shards.of(run.mapRunNo()).ifPresent(shard -> drive(run, shard)));
                    return;
                } catch (RuntimeException trouble) {
                    if (!DatabaseTrouble.passes(trouble)) {
                        throw trouble;
                    }
                    log.warn("The Map Run of execution={} could not be read, trying again: {}", executionNo,
                            trouble.getMessage());
                    LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                }
            }
        });
    }

    private void drive(MapRunRow row, Shard shard) {
        if (stopped) {
            return;
        }
        var old = driven.get(row.mapRunNo());
        if (old != null && old.held().epoch() == shard.epoch) {
            old.nudge();
            return;
        }
        driven.compute(row.mapRunNo(), (_, other) -> {
            if (other != null && other.held().epoch() == shard.epoch) {
                return other;
            }
            if (other != null) {
                other.leave();
            }
            var run = new MapRun(this, row, shard);
            Thread.ofVirtual().name("map-run-" + row.mapRunNo()).start(run);
            return run;
        });
    }

    /// Lets go of a run. A redrive that was written while it was ending found it here still: its row says so.
    void forget(MapRun run) {
        driven.remove(run.number(), run);
        var row = run.known();
        if (run.ended() && !stopped) {
            look(row.tenant(), row.executionNo(), row.startedEvent());
        }
    }

    /// Whether messages for any of those executions are still on their way.
    boolean spokenTo(TenantId tenant, Collection<Long> executionNos) {
        return storage.inbox().awaitsAnswer(tenant, executionNos);
    }

    /// A child of a run has ended on this node.
    void childEnded(long mapRunNo) {
        var run = driven.get(mapRunNo);
        if (run != null) {
            run.nudge();
        }
    }

    void childrenMayStart() {
        starter.nudge();
    }

    void cancelExpress(long mapRunNo) {
        starter.cancelExpress(mapRunNo);
    }

    MapStore store() {
        return storage.maps();
    }

    ObjectStorage storage() {
        return objects;
    }

    GroupCommit commits() {
        return storage.commits();
    }

    /// What seals the data of a run now; null for the tenant's own keys. May wait for KMS.
    ///
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS refuses the customer's key
    @Nullable
    SealingKey sealer(MapRunRow run) {
        return storage.sealer(run);
    }

    /// The facts of the whole machine. May wait for KMS.
    ExecutionFacts facts(MapRunRow run) {
        return storage.facts(run);
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
