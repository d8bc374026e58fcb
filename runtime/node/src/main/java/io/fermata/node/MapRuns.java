// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.items.ObjectStorage;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.GroupCommit;
import io.fermata.journal.MapItemTable;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.MapRunRow.Counts;
import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Map Runs of distributed Maps: drives those on the shards of this node, starts children of all runs there, and
/// answers for the API. Thread-safe.
public final class MapRuns {

    private static final Logger log = LoggerFactory.getLogger(MapRuns.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Storage storage;
    private final Shards shards;
    private final ObjectStorage objects;
    private final InstantSource clock;
    private final MapStarter starter;
    private final Map<Long, MapRun> driven = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    MapRuns(Storage storage, Shards shards, ObjectStorage objects, InstantSource clock, MapStarter starter) {
        this.storage = storage;
        this.shards = shards;
        this.objects = objects;
        this.clock = clock;
        this.starter = starter;
    }

    /// How many children of a run there are in each state.
    ///
    /// @param children of each kind
    /// @param items that they stand for
    public record Tally(Split children, Split items) {}

    /// One row of DescribeMapRun's counts.
    ///
    /// @param pending neither running nor ended, those that wait to run again left out
    /// @param pendingRedrive those that did not end well and wait for their turn to run again
    public record Split(long pending, long running, long succeeded, long failed, long timedOut, long aborted,
            long total, long pendingRedrive) {}

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

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// The facts of the whole machine.
    ExecutionFacts facts(MapRunRow run) {
        return storage.machines().facts(run.tenant(), run.executionNo(), run.stateMachineId(), run.revisionId(), "-");
    }

    /// The run that is called so.
    public Optional<MapRunRow> find(TenantId tenant, String uuid) {
        return storage.maps().runs().find(tenant, uuid);
    }

    /// The run of that number.
    public Optional<MapRunRow> find(TenantId tenant, long mapRunNo) {
        return storage.maps().runs().find(tenant, mapRunNo);
    }

    /// The runs of an execution, oldest first.
    ///
    /// @param after only runs that began with a later event, for paging
    public List<MapRunRow> list(ExecutionRow execution, long after, int limit) {
        return storage.maps().runs().list(execution.tenant(), execution.executionNo(), after, limit);
    }

    /// The ARN of a run.
    public String arn(MapRunRow run) {
        return arn(facts(run), run);
    }

    static String arn(ExecutionFacts machine, MapRunRow run) {
        return machine.stateMachineArn().replaceFirst(":stateMachine:", ":mapRun:") + "/" + run.label() + ":"
                + run.uuid();
    }

    /// The ARN of the machine that a run's children are executions of.
    public String machineArn(MapRunRow run) {
        return facts(run).stateMachineArn() + "/" + run.label();
    }

    /// The run that an execution is a child of.
    public Optional<MapRunRow> ofChild(ExecutionRow row) {
        return row.stateMachineId() < 0 ? find(row.tenant(), -row.stateMachineId()) : Optional.empty();
    }

    /// Whether a run's children are Express executions, of which nothing is kept but their results.
    public boolean expressChildren(MapRunRow run) {
        var distribution = facts(run).map(run.stateName()).distribution();
        return distribution != null && distribution.childType() == MachineType.EXPRESS;
    }

    /// How many items each of these children stands for, by the number of the item.
    public Map<Long, Integer> itemCounts(MapRunRow run, Collection<Long> items) {
        return storage.maps().items().itemCounts(run.tenant(), run.mapRunNo(), items);
    }

    /// Which of these children wait for their turn to run again, by the number of the item.
    public Set<Long> pendingRedrive(MapRunRow run, Collection<Long> items) {
        return run.redriveCount() == 0
                ? Set.of()
                : storage.maps().items().pendingRedrive(run.tenant(), run.mapRunNo(), items);
    }

    /// Changes the bounds of a run under way. Null members stay.
    ///
    /// @return false when it has ended
    public boolean update(MapRunRow run, @Nullable Long maxConcurrency, @Nullable Long toleratedCount,
            @Nullable Double toleratedPercentage) {
        boolean changed = storage.maps().runs().update(run.tenant(), run.mapRunNo(), maxConcurrency, toleratedCount,
                toleratedPercentage);
        childEnded(run.mapRunNo());
        return changed;
    }

    /// How the children of a run are doing.
    public Tally tally(MapRunRow run) {
        var children = new Sum(run.children());
        var items = new Sum(run.items());
        for (var live : storage.maps().items().live(run.tenant(), run.mapRunNo())) {
            children.add(live.running(), live.status(), live.children());
            items.add(live.running(), live.status(), live.items());
        }
        var again = run.redriveCount() == 0
                ? new MapItemTable.Size(0, 0)
                : storage.maps().items().pendingRedrive(run.tenant(), run.mapRunNo());
        return new Tally(children.split(again.children()), items.split(again.items()));
    }

    private static final class Sum {

        private final Counts counted;
        private final long[] more = new long[ExecutionStatus.values().length];

        Sum(Counts counted) {
            this.counted = counted;
        }

        void add(boolean running, @Nullable ExecutionStatus status, long number) {
            more[(running || status == null ? ExecutionStatus.RUNNING : status).ordinal()] += number;
        }

        private long more(ExecutionStatus status) {
            return more[status.ordinal()];
        }

        Split split(long again) {
            long running = more(ExecutionStatus.RUNNING);
            long succeeded = counted.succeeded() + more(ExecutionStatus.SUCCEEDED);
            long failed = counted.failed() + more(ExecutionStatus.FAILED);
            long timedOut = counted.timedOut() + more(ExecutionStatus.TIMED_OUT);
            long aborted = counted.aborted() + more(ExecutionStatus.ABORTED);
            // the two looks are not one moment
            long pending = Math.max(0, counted.total() - running - succeeded - failed - timedOut - aborted - again);
            return new Split(pending, running, succeeded, failed, timedOut, aborted, counted.total(), again);
        }
    }
}
