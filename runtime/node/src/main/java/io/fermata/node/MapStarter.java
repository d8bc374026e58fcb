// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Execution;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.journal.Append;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.MapRunWriter.Claim;
import io.fermata.journal.MapRunWriter.Held;
import io.fermata.journal.Qualifier;
import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyAbsentException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the children of Map Runs on the shards of this node, whichever node drives their run: claims some hundred of
/// them in one commit, each with the number that it will have, then begins them. A child that was claimed and not begun
/// is begun under the same number by the next owner of its shard. One thread.
final class MapStarter {

    private static final Logger log = LoggerFactory.getLogger(MapStarter.class);
    private static final int PAGE = 200;
    /// Starts that are not durable yet.
    private static final int MOST_STARTING = 400;
    private static final long BUSY_MILLIS = 5;
    private static final long IDLE_MILLIS = 200;

    private final Storage storage;
    private final Shards shards;
    private final ExpressRuns express;
    private final ChildKeys keys;
    private final Beginning beginning;
    private final ExpressChildren expressChildren;
    private final ChildRedrives redrives;
    private final Set<Integer> ready = ConcurrentHashMap.newKeySet();
    private final Semaphore news = new Semaphore(0);
    private final AtomicInteger starting = new AtomicInteger();
    private final Thread thread = Thread.ofPlatform().name("map-starter").daemon(true).unstarted(this::run);
    private volatile boolean stopped;

    MapStarter(Storage storage, Shards shards, ExpressRuns express, KeyWaits keys, Beginning beginning) {
        this.keys = new ChildKeys(storage, keys);
        this.storage = storage;
        this.shards = shards;
        this.express = express;
        this.beginning = beginning;
        this.expressChildren = new ExpressChildren(storage, express, this.keys, beginning, this::nudge);
        this.redrives = new ChildRedrives(storage, this, this.keys, beginning);
    }

    /// What children need of the rest of the node.
    interface Beginning {

        CompletableFuture<Boolean> begin(Shard shard, Resident resident, Append.NewExecution start,
                Signal.Start signal);

        /// Makes a child go on that has ended.
        CompletableFuture<Answer> redrive(TenantId tenant, long executionNo);

        /// A child of a run has ended, durably.
        void ended(long mapRunNo);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        news.release();
        try {
            thread.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Children may start.
    void nudge() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    /// Begins what the shard's earlier owner was about to begin; only then claims more.
    void opened(Shard shard) {
        for (var child : storage.maps().items().claimedInVain(shard.id)) {
            begin(shard, new Claim(child, child.executionNo()));
        }
        ready.add(shard.id);
        nudge();
    }

    /// Leaves the shard's children to its next owner.
    void lost(int shard) {
        ready.remove(shard);
        expressChildren.lost(shard);
    }

    /// Ends the Express children of a run.
    void cancelExpress(long mapRunNo) {
        expressChildren.cancel(mapRunNo);
    }

    private void run() {
        long pause = IDLE_MILLIS;
        while (!stopped) {
            try {
                boolean told = news.tryAcquire(pause, TimeUnit.MILLISECONDS);
                news.drainPermits();
                pause = claim() > 0 ? BUSY_MILLIS : told ? BUSY_MILLIS * 4 : Math.min(IDLE_MILLIS, pause * 2);
            } catch (InterruptedException interrupted) {
                return;
            } catch (ExecutionException | RuntimeException trouble) {
                log.warn("Children of Map Runs could not be started, trying again: {}", trouble.toString());
                pause = IDLE_MILLIS;
            }
        }
    }

    private int claim() throws InterruptedException, ExecutionException {
        int room = Math.min(PAGE, MOST_STARTING - starting.get());
        if (room <= 0 || expressChildren.full()) {
            return 0;
        }
        var claims = new ArrayList<Claim>();
        var owned = new ConcurrentHashMap<Integer, Shard>();
        for (var child : storage.maps().items().released(List.copyOf(ready), keys.withoutKey(), room)) {
            if (!keys.isThere(child, this::nudge)) {
                continue;
            }
            shards.get(child.shard()).ifPresent(shard -> {
                owned.put(shard.id, shard);
                claims.add(
                        new Claim(child, child.again() ? child.executionNo() : shard.nextExecutionNo(now())));
            });
        }
        if (claims.isEmpty()) {
            return 0;
        }
        var held = owned.values().stream().map(shard -> new Held(shard.id, shard.epoch)).toList();
        var taken = new HashSet<>(storage.commits().perform(storage.maps().writer().claim(held, claims)).get());
        for (var claim : claims) {
            if (taken.contains(claim.executionNo())) {
                begin(Objects.requireNonNull(owned.get(claim.child().shard())), claim);
            }
        }
        return taken.size();
    }

    /// Begins a child that is claimed.
    void begin(Shard shard, Claim claim) {
        var child = claim.child();
        try {
            var run = storage.maps().known(child.tenant(), child.mapRunNo());
            var name = MapChildNames.of(run.uuid(), claim.executionNo());
            var facts = storage.machines().facts(child.tenant(), claim.executionNo(), run.stateMachineId(),
                    run.revisionId(), name);
            var distribution = Objects.requireNonNull(facts.map(run.stateName()).distribution());
            if (distribution.childType() == MachineType.EXPRESS) {
                if (!expressChildren.begin(shard, claim, run, name)) {
                    beginLater(shard, claim);
                }
            } else if (child.again()) {
                redrives.redrive(shard, child);
            } else {
                beginStandard(shard, claim, run, name, facts.child(run.stateName(), run.label(), null));
            }
        } catch (KeyAbsentException absent) {
            keys.whenThere(absent, () -> {
                if (holds(shard)) {
                    begin(shard, claim);
                }
            });
        } catch (RuntimeException defect) {
            log.error("A child of a Map Run could not be started: tenant={} run={} item={}", child.tenant().value(),
                    child.mapRunNo(), child.item(), defect);
            refuse(shard, claim, defect);
        }
    }

    private void beginStandard(Shard shard, Claim claim, MapRunRow run, String name, ExecutionFacts facts) {
        var child = claim.child();
        var now = now();
        var resident = new Resident(child.tenant(), claim.executionNo(), new Execution(facts), run.executionNo(),
                child.item(), now).of(-run.mapRunNo(), run.revisionId(), storage);
        var input = storage.maps().items().input(child);
        resident.prepare(storage.keys());
        var start = new Append.NewExecution(-run.mapRunNo(), run.revisionId(), name, now, "map run " + run.label(),
                run.executionNo(), child.item(), Qualifier.NONE);
        willBegin();
        beginning.begin(shard, resident, start, new Signal.Start(input, run.limits()))
                .whenComplete((_, problem) -> {
                    if (problem != null && !(problem instanceof Advance.LeaseGone)) {
                        refuse(shard, claim, problem);
                    }
                    begun();
                });
    }

    /// This node has its fill of Express executions: the child waits for its turn.
    private void beginLater(Shard shard, Claim claim) {
        Thread.ofVirtual().start(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
            } catch (InterruptedException interrupted) {
                return;
            }
            if (holds(shard)) {
                begin(shard, claim);
            }
        });
    }

    Instant now() {
        return express.now();
    }

    /// Whether this node starts children on the shard still.
    boolean holds(Shard shard) {
        return !stopped && shards.get(shard.id).filter(owned -> owned.epoch == shard.epoch).isPresent();
    }

    /// A Standard child is about to begin or to go on.
    void willBegin() {
        starting.incrementAndGet();
    }

    /// It has, durably or in vain.
    void begun() {
        if (starting.decrementAndGet() < MOST_STARTING / 2) {
            nudge();
        }
    }

    /// Ends a child that cannot be started.
    void refuse(Shard shard, Claim claim, Throwable problem) {
        var result = MapSteps.result(null, "States.Runtime",
                "The child execution could not be started inside Fermata (" + problem.getClass().getSimpleName()
                        + "); its log says why.");
        storage.commits().perform(storage.maps().writer().endChild(new Held(shard.id, shard.epoch), claim.child(),
                result));
    }
}
