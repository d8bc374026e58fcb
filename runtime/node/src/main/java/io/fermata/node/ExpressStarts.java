// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.Limits;
import io.fermata.journal.Append;
import io.fermata.journal.ExpressStartTable;
import io.fermata.journal.ExpressStartTable.Start;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.KeyAbsentException;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;

/// Starts Express executions. A synchronous one leaves nothing in the database. An asynchronous one has a row from its
/// start to its end, both written with the group commit, so that it runs at least once: the next owner of its shard starts
/// it anew. Thread-safe.
final class ExpressStarts implements Node.ShardFollower {

    private static final Logger log = LoggerFactory.getLogger(ExpressStarts.class);
    private static final int PAGE = 100;
    /// An execution that so many owners of its shard have not survived is not tried again.
    private static final int MOST_RESTARTS = 5;
    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final Duration COMMIT = Duration.ofSeconds(30);
    private static final Duration HAND_OVER = Duration.ofSeconds(5);

    private final Node node;
    private final Storage storage;
    private final ExpressRuns runs;
    private final ExpressStartTable table;
    private final LogFeed logs;
    private final Map<Integer, Set<ExpressRun>> onShards = new ConcurrentHashMap<>();

    ExpressStarts(Node node, Storage storage, ExpressRuns runs, ExpressStartTable table, LogFeed logs) {
        this.logs = logs;
        this.node = node;
        this.storage = storage;
        this.runs = runs;
        this.table = table;
    }

    int running() {
        return runs.count();
    }

    /// Runs an execution to its end.
    SyncAnswer startSync(StartRequest request) {
        var facts = facts(request, UUID.randomUUID().toString());
        var key = storage.key(request.tenant(), request.stateMachineId(), request.revisionId());
        var run = runs
                .begin(order(facts, key, request.input(), request.startedBy(),
                        storage.machines().limits(request.tenant())));
        if (run.isEmpty()) {
            return new SyncAnswer.Throttled();
        }
        try {
            return new SyncAnswer.Ended(facts.executionArn(), facts.executionName(), run.get().ended().get());
        } catch (ExecutionException dropped) {
            return new SyncAnswer.Unavailable();
        } catch (InterruptedException nobodyWaits) {
            run.get().cancel(null, null);
            Thread.currentThread().interrupt();
            return new SyncAnswer.Unavailable();
        }
    }

    /// Starts an execution and returns once its row is durable.
    StartAnswer start(StartRequest request) {
        var shard = node.shardForStart();
        if (shard == null) {
            return new StartAnswer.Unavailable();
        }
        var runId = UUID.randomUUID().toString();
        var facts = facts(request, runId);
        var limits = storage.machines().limits(request.tenant());
        var key = storage.key(request.tenant(), request.stateMachineId(), request.revisionId());
        var sealing = key == null ? null : storage.keys().sealerWhenThere(request.tenant(), key);
        var run = runs.prepare(order(facts, key, request.input(), request.startedBy(), limits));
        if (run.isEmpty()) {
            return new StartAnswer.Throttled();
        }
        long startNo = shard.nextExecutionNo(node.now());
        var begins = new Append.Express.Begins(request.stateMachineId(), request.revisionId(), facts.executionName(),
                runId, run.get().startedAt(), request.startedBy(),
                table.seal(request.tenant(), sealing, request.input()),
                limits);
        if (!durable(new Append(shard.id, shard.epoch, request.tenant(), startNo, begins))) {
            run.get().drop();
            return new StartAnswer.Unavailable();
        }
        begin(shard, request.tenant(), startNo, run.get());
        return new StartAnswer.Started(startNo, facts.executionName(), run.get().startedAt(), facts.executionArn());
    }

    private boolean durable(Append append) {
        try {
            storage.commits().append(append).get(COMMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException failed) {
            log.warn("A start was not written: start={} {}", append.executionNo(), failed.toString());
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void begin(Shard shard, TenantId tenant, long startNo, ExpressRun run) {
        var running = onShards.computeIfAbsent(shard.id, _ -> ConcurrentHashMap.newKeySet());
        running.add(run);
        run.ended().whenComplete((_, dropped) -> {
            running.remove(run);
            if (dropped == null) {
                forget(shard, tenant, startNo);
            }
        });
        run.begin();
    }

    private void forget(Shard shard, TenantId tenant, long startNo) {
        storage.commits().append(new Append(shard.id, shard.epoch, tenant, startNo, new Append.Express.Ended()))
                .whenComplete((_, problem) -> {
                    if (problem != null) {
                        log.warn("The end of an Express execution was not written, so it will run again: start={} {}",
                                startNo, problem.toString());
                    }
                });
    }

    private ExecutionFacts facts(StartRequest request, String runId) {
        var chosen = request.name();
        return storage.keys().whenThere(() -> storage.machines().expressFacts(request.tenant(), ExpressRuns.number(),
                request.stateMachineId(), request.revisionId(),
                chosen != null ? chosen : UUID.randomUUID().toString(), runId));
    }

    private ExpressOrder order(ExecutionFacts facts, @Nullable CustomerKey key, JsonNode input, String startedBy,
            Limits limits) {
        return new ExpressOrder(facts, input, startedBy, limits, 0,
                step -> logs.take(facts, key, step.entries(), Advance.statusAfter(step), 0));
    }

    /// Starts anew what the shard's earlier owners left.
    @Override
    public Runnable opening(Shard shard) {
        long last = last(shard);
        return () -> Thread.ofVirtual().name("express-shard-" + shard.id).start(() -> restartAll(shard, last));
    }

    private long last(Shard shard) {
        try {
            return table.last(shard.id);
        } catch (DataAccessException unreachable) {
            // all is started anew then, what this node starts meanwhile too: at least once
            return Long.MAX_VALUE;
        }
    }

    private void restartAll(Shard shard, long last) {
        long after = 0;
        while (after < last && owned(shard)) {
            try {
                var page = table.onShard(shard.id, after, last, PAGE);
                for (var start : page) {
                    restart(shard, start);
                    after = start.startNo();
                }
                if (page.size() < PAGE) {
                    return;
                }
            } catch (DataAccessException unreachable) {
                log.warn("Express executions of shard={} could not be read: {}", shard.id, unreachable.getMessage());
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    private void restart(Shard shard, Start start) {
        if (start.restarts() >= MOST_RESTARTS) {
            log.error("Gave an Express execution up after {} restarts: tenant={} name={} run={}", MOST_RESTARTS,
                    start.tenant().value(), start.name(), start.runId());
            forget(shard, start.tenant(), start.startNo());
            return;
        }
        ExpressOrder order;
        try {
            var facts = storage.machines().expressFacts(start.tenant(), ExpressRuns.number(), start.stateMachineId(),
                    start.revisionId(), start.name(), start.runId());
            var key = storage.key(start.tenant(), start.stateMachineId(), start.revisionId());
            order = order(facts, key, table.open(start), start.startedBy(), start.limits());
        } catch (DataAccessException unreachable) {
            throw unreachable;
        } catch (KeyAbsentException absent) {
            restartWhenThere(shard, start, absent);
            return;
        } catch (RuntimeException unreadable) {
            log.error("Could not start an Express execution anew: tenant={} name={} run={}", start.tenant().value(),
                    start.name(), start.runId(), unreadable);
            return;
        }
        table.restarted(start);
        Optional<ExpressRun> run = runs.prepare(order);
        while (run.isEmpty() && owned(shard)) {
            LockSupport.parkNanos(AGAIN.toNanos());
            run = runs.prepare(order);
        }
        run.ifPresent(found -> begin(shard, start.tenant(), start.startNo(), found));
    }

    private void restartWhenThere(Shard shard, Start start, KeyAbsentException absent) {
        node.keys().await(absent, new KeyWaits.Sequel() {

            @Override
            public void there() {
                if (owned(shard)) {
                    restart(shard, start);
                }
            }

            @Override
            public void refused(KmsRefusedException refusal) {
                // the row stays
            }

            @Override
            public void lost(RuntimeException defect) {
                log.error("Could not start an Express execution anew: tenant={} name={} run={}",
                        start.tenant().value(), start.name(), start.runId(), defect);
            }
        });
    }

    private boolean owned(Shard shard) {
        return node.owns(shard) && !Thread.currentThread().isInterrupted();
    }

    /// Gives up the shard's executions; another node runs them.
    @Override
    public void lost(int shard) {
        var running = onShards.remove(shard);
        if (running != null) {
            running.forEach(ExpressRun::drop);
        }
    }

    /// Lets the shard's executions end before another node takes it, at most five seconds.
    @Override
    public void leaving(int shard, Runnable release) {
        var running = onShards.get(shard);
        if (running == null || running.isEmpty()) {
            release.run();
            return;
        }
        Thread.ofVirtual().name("express-leave-" + shard).start(() -> {
            long end = System.nanoTime() + HAND_OVER.toNanos();
            while (!running.isEmpty() && System.nanoTime() < end) {
                LockSupport.parkNanos(AGAIN.toNanos());
            }
            lost(shard);
            release.run();
        });
    }
}
