// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.engine.Effect;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Interpreter;
import io.fermata.engine.Signal;
import io.fermata.engine.Step;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.journal.Append;
import io.fermata.journal.ExecutionNo;
import io.fermata.journal.ShardLeases;
import io.fermata.journal.ShardLeases.Lease;
import io.fermata.journal.WakeIndex;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process's share of running executions: its loops, leases and pollers, wired together. Started and stopped once.
public final class Node implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Storage storage;
    private final Dispatch dispatch;
    private final Shards shards = new Shards();
    private final Loops loops;
    private final List<StepListener> listeners = new CopyOnWriteArrayList<>();
    private final Turns turns;
    private final KeyWaits keys;
    private final Advance advance;
    private final Leasing leasing;
    private final Polls polls;
    private final Awakening awakening;
    private final DrivenMapRuns maps;
    private final NodeSettings settings;
    private final List<ShardFollower> followers = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstShards = new CountDownLatch(1);
    private Dispatch.@Nullable Outside outside;
    private @Nullable LogFeed logs;

    Node(NodeSettings settings, Storage storage, ShardLeases leases, WakeIndex wakeIndex, Interpreter interpreter,
            Outbound outbound, InstantSource clock) {
        this.settings = settings;
        this.storage = storage;
        this.dispatch = outbound.dispatch();
        this.turns = new Turns(interpreter, settings.slowTurn(), Ticker.systemTicker());
        this.advance = new Advance(storage, shards, turns, clock, new AfterCommit());
        this.keys = new KeyWaits(storage.keys(), storage.journal());
        this.loops = new Loops(settings.loops(), clock, keys, advance, new Eviction(storage, shards));
        this.leasing = new Leasing(settings, storage.owner(), leases, storage.commits(), shards, new ShardHolder());
        this.maps = new DrivenMapRuns(storage, shards, outbound.objects(), clock,
                new MapStarter(storage, shards, outbound.express(), keys, new ChildBeginning()));
        this.polls = new Polls(storage.inbox(), keys, wakeIndex, shards, this::deliver);
        this.awakening = new Awakening(wakeIndex, shards, this::deliver);
    }

    /// Begins to take shards and to run what is on them.
    ///
    /// @param outside where signals and starts of tasks go
    void start(Dispatch.Outside outside) {
        this.outside = outside;
        storage.commits().start();
        loops.start();
        turns.start();
        leasing.start();
        polls.start();
        maps.start();
        log.info("Node {} started: lease={} loops={}", storage.owner(), settings.lease(), settings.loops());
    }

    /// Waits until this node owns a shard.
    ///
    /// @return whether it does
    public boolean awaitShards(Duration atMost) throws InterruptedException {
        return firstShards.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Has a listener told of each durable step.
    public void listen(StepListener listener) {
        listeners.add(listener);
    }

    /// Has durable steps logged.
    void logTo(LogFeed feed) {
        this.logs = feed;
    }

    /// Who has something of its own on the shards of this node.
    interface ShardFollower {

        /// The shard is ours, and nothing has been started on it yet.
        ///
        /// @return what is to be done once things may be; must be quick
        Runnable opening(Shard shard);

        /// The shard is another's.
        void lost(int shard);

        /// The shard is to be another's; `release` hands it over, on any thread.
        void leaving(int shard, Runnable release);
    }

    /// Has somebody told of shards that come and go.
    void follow(ShardFollower follower) {
        followers.add(follower);
    }

    /// Whether this node owns that shard, under that very epoch.
    boolean owns(Shard shard) {
        return shards.get(shard.id).filter(shard::equals).isPresent();
    }

    /// What this node holds now.
    public NodeState state() {
        return new NodeState(storage.owner(), shards.ids().size(),
                loops.residents(), dispatch.calls(), storage.commits().metrics());
    }

    /// Whether this node owns the shard of that execution.
    boolean owns(long executionNo) {
        return shards.of(executionNo).isPresent();
    }

    /// Whether this node owns that shard, under that very epoch.
    boolean owns(int shard, long epoch) {
        return shards.get(shard).filter(held -> held.epoch == epoch).isPresent();
    }

    void deliver(Delivery delivery) {
        loops.of(ExecutionNo.shard(delivery.executionNo())).deliver(delivery);
    }

    /// Some owned shard for a new execution; waits a little for the first.
    @Nullable
    Shard shardForStart() {
        try {
            firstShards.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return shards.any().orElse(null);
    }

    Instant now() {
        return advance.now();
    }

    CompletableFuture<Boolean> begin(Shard shard, Resident resident, Append.NewExecution start,
            Signal.Start signal, boolean named) {
        var loop = loops.of(shard.id);
        var begun = new CompletableFuture<Boolean>();
        loop.post(resident.tenant, () -> {
            try {
                advance.begin(loop, shard, resident, start, signal, named).whenComplete((fresh, problem) -> {
                    if (problem == null) {
                        begun.complete(fresh);
                    } else {
                        begun.completeExceptionally(problem);
                    }
                });
            } catch (RuntimeException defect) {
                begun.completeExceptionally(defect);
            }
        });
        return begun;
    }

    /// Stops in good order: no new shards, calls under way get a little time, the leases go back.
    @Override
    public void close() {
        polls.stop();
        keys.stop();
        maps.stop();
        int left = dispatch.drain(DRAIN);
        if (left > 0) {
            log.info("{} calls are still under way; their executions ask again elsewhere", left);
        }
        turns.close();
        loops.stop();
        leasing.stop();
        storage.commits().close();
        log.info("Node {} stopped", storage.owner());
    }

    /// How many turns were computed beside the loops, because those of their state machine take long.
    long slowTurns() {
        return turns.aside();
    }

    /// Who fetches customers' keys.
    KeyWaits keys() {
        return keys;
    }

    /// The Map Runs of this node's shards.
    DrivenMapRuns maps() {
        return maps;
    }

    private final class ChildBeginning implements MapStarter.Beginning {

        @Override
        public CompletableFuture<Boolean> begin(Shard shard, Resident resident, Append.NewExecution start,
                Signal.Start signal) {
            return Node.this.begin(shard, resident, start, signal, false);
        }

        @Override
        public CompletableFuture<Answer> redrive(TenantId tenant, long executionNo) {
            var delivery = Delivery.asked(tenant, executionNo, new Signal.Redrive(null));
            deliver(delivery);
            return delivery.answered();
        }

        @Override
        public void ended(long mapRunNo) {
            maps.childEnded(mapRunNo);
        }
    }

    private final class AfterCommit implements Advance.Aftermath {

        @Override
        public void release(Resident resident, List<Effect> effects) {
            if (!effects.isEmpty()) {
                maps.release(resident.tenant, resident.executionNo, effects);
                dispatch.release(resident.execution.facts(), effects, Objects.requireNonNull(outside));
            }
        }

        @Override
        public void committed(Resident resident, Step step, ExecutionStatus status) {
            if (logs != null) {
                logs.take(resident.execution.facts(), step.entries(), status, resident.execution.redriveCount());
            }
            for (var listener : listeners) {
                listener.committed(resident.tenant, resident.executionNo, step, status);
            }
            if (resident.mapRunNo != 0 && status.closed()) {
                maps.childEnded(resident.mapRunNo);
            }
        }

        @Override
        public void leaseLost(int shard) {
            new ShardHolder().lost(shard);
        }
    }

    private final class ShardHolder implements Leasing.Holder {

        @Override
        public void opened(Lease lease) {
            // whoever owned the shard before may have given numbers since it last wrote them down
            long safe = ExecutionNo.next(lease.lastExecutionNo(),
                    ExecutionNo.at(lease.lastExecutionNo()).plus(settings.lease()), lease.shard());
            var shard = new Shard(lease.shard(), lease.epoch(), safe);
            var then = followers.stream().map(follower -> follower.opening(shard)).toList();
            shards.add(shard);
            firstShards.countDown();
            then.forEach(Runnable::run);
            Thread.ofVirtual().name("open-shard-" + lease.shard()).start(() -> awakening.opened(shard));
            Thread.ofVirtual().name("open-maps-" + lease.shard()).start(() -> maps.opened(shard));
        }

        @Override
        public void lost(int shard) {
            shards.remove(shard);
            followers.forEach(follower -> follower.lost(shard));
            maps.lost(shard);
            var loop = loops.of(shard);
            loop.post(() -> loop.forgetShard(id -> id == shard));
        }

        @Override
        public void give(int shard, Runnable release) {
            var loop = loops.of(shard);
            maps.lost(shard);
            loop.post(() -> {
                shards.remove(shard);
                loop.forgetShard(id -> id == shard);
                var handOver = release;
                for (var follower : followers) {
                    var next = handOver;
                    handOver = () -> follower.leaving(shard, next);
                }
                handOver.run();
            });
        }
    }
}
