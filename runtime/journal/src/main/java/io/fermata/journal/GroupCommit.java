// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.tenancy.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer of a node's journal: one thread, one connection. It takes what is queued, checks the fence, writes all
/// of it in one transaction, and only then completes the futures; what arrives meanwhile is the next batch. Appends of
/// one execution keep their order. Work on leases runs on the same connection, so that renewing never waits for a batch
/// of its own node.
///
/// Tenants take turns by bytes: whatever one of them has queued, another one's append is in the next batch or the one
/// after. A tenant has room for 4 MiB, all together for 16 MiB; who appends beyond that waits.
///
/// Starts under a name of the caller's choice are in the same batches. Where a name is taken, the batch is written again
/// without those whose names are, so that nobody's start fails for another's name.
///
/// When a commit fails: a deadlock or lock wait is sent again; after a lost connection the journal itself says whether
/// the batch is there; what the database refuses for what it holds is bisected until the one append that cannot be written
/// stands alone; any other trouble of the server is waited out.
public final class GroupCommit implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_APPENDS = 500;
    private static final int MOST_BATCH_BYTES = 8 << 20;
    private static final int MOST_QUEUED_BYTES = 16 << 20;
    private static final int MOST_QUEUED_BYTES_OF_A_TENANT = 4 << 20;

    private final String owner;
    private final JournalConnection connection;
    private final FairQueue<Work> queue = new FairQueue<>();
    private final Map<Long, Long> queuedBytes = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(MOST_QUEUED_BYTES);
    private final Thread thread;
    private final CommitMetrics metrics = new CommitMetrics();
    private final RecentExecutions recent = new RecentExecutions(Ticker.systemTicker());
    private volatile Set<Long> listened = Set.of();
    private volatile boolean stopped;

    /// @param owner the name under which this node owns shards
    public GroupCommit(DataSource dataSource, String owner) {
        this.owner = owner;
        this.connection = new JournalConnection(dataSource, owner);
        this.thread = Thread.ofPlatform().name("group-commit").daemon(true).unstarted(this::run);
    }

    /// Begins to write.
    public void start() {
        thread.start();
    }

    /// Whether a tenant has room for another append. Who asks first and waits keeps the append from blocking others.
    public boolean hasRoom(long tenant) {
        var queued = queuedBytes.get(tenant);
        return queued == null || queued < MOST_QUEUED_BYTES_OF_A_TENANT;
    }

    /// Queues an append. Blocks while 16 MiB are queued: that is how the journal slows its writers down.
    ///
    /// @return completes once the append is durable; fails with {@link LeaseLostException} or {@link RefusedException}
    public CompletableFuture<Void> append(Append append) {
        return enqueue(append, null).thenAccept(_ -> {
        });
    }

    /// Queues the start of an execution whose name the caller chose.
    ///
    /// @return completes with true once it is durable, with false when another execution has the name and nothing is
    /// written; fails like {@link #append}
    public CompletableFuture<Boolean> start(Append append) {
        var start = append.start();
        if (start == null) {
            throw new IllegalArgumentException("not a start: " + append);
        }
        return enqueue(append, new TakenNames.Name(append.tenant(), start.stateMachineId(), start.name()));
    }

    private CompletableFuture<Boolean> enqueue(Append append, TakenNames.@Nullable Name name) {
        if (stopped) {
            return CompletableFuture.failedFuture(new IllegalStateException("the journal's writer has stopped"));
        }
        int size = Math.min(append.bytes(), MOST_QUEUED_BYTES);
        room.acquireUninterruptibly(size);
        long tenant = append.tenant().value();
        var written = new Written(append, name, new CompletableFuture<>());
        queuedBytes.merge(tenant, (long) size, Long::sum);
        queue.add(tenant, size, written);
        metrics.queued(1);
        return written.durable.whenComplete((_, _) -> {
            room.release(size);
            queuedBytes.computeIfPresent(tenant, (_, queued) -> queued == size ? null : queued - size);
            metrics.queued(-1);
        });
    }

    /// Runs work on the writer's connection, between batches, in a transaction of its own.
    public <T> CompletableFuture<T> perform(SqlWork<T> work) {
        var performed = new Performed<>(work, new CompletableFuture<T>());
        if (stopped) {
            performed.done.completeExceptionally(new IllegalStateException("the journal's writer has stopped"));
        } else {
            queue.addForAll(performed);
        }
        return performed.done;
    }

    /// Has the status changes of these tenants' executions noted in the commits of their steps, from the next commit on; those
    /// of no other tenant.
    public void noteStatusChangesOf(Set<TenantId> tenants) {
        listened = tenants.stream().map(TenantId::value).collect(Collectors.toUnmodifiableSet());
    }

    /// What the writer has done so far.
    public CommitMetrics metrics() {
        return metrics;
    }

    /// What it has made durable lately.
    public RecentExecutions recent() {
        return recent;
    }

    /// Work on a connection.
    @FunctionalInterface
    public interface SqlWork<T> {

        T run(Connection connection) throws SQLException;
    }

    private void run() {
        while (!stopped || queue.size() > 0) {
            try {
                work(queue.take());
            } catch (InterruptedException interrupted) {
                stopped = true;
            }
        }
        connection.drop();
    }

    private void work(Work first) {
        for (Work next = first; next != null;) {
            next = switch (next) {
                case Written written -> {
                    var batch = new ArrayList<Written>();
                    var other = gather(written, batch);
                    commit(batch);
                    yield other;
                }
                case Performed<?> performed -> {
                    perform(performed);
                    yield null;
                }
                case Wake _ -> null;
            };
        }
    }

    /// Adds to the batch what is queued, until it is full or something comes that does not fit in: what needs a transaction
    /// of its own, and the second start of a name, which must find the first.
    private @Nullable Work gather(Written first, List<Written> batch) {
        batch.add(first);
        long bytes = first.append.bytes();
        var names = new HashSet<TakenNames.Name>();
        if (first.name != null) {
            names.add(first.name);
        }
        while (batch.size() < MOST_APPENDS && bytes < MOST_BATCH_BYTES) {
            var work = queue.pollOfTenants();
            if (!(work instanceof Written next) || next.name != null && !names.add(next.name)) {
                return work;
            }
            batch.add(next);
            bytes += next.append.bytes();
        }
        return null;
    }

    private <T> void perform(Performed<T> performed) {
        try {
            var open = connection.open();
            var result = performed.work.run(open);
            open.commit();
            performed.done.complete(result);
        } catch (SQLException problem) {
            connection.rollback(problem);
            performed.done.completeExceptionally(problem);
        } catch (RuntimeException problem) {
            connection.drop();
            performed.done.completeExceptionally(problem);
        }
    }

    private void commit(List<Written> batch) {
        boolean doubtful = false;
        while (!batch.isEmpty() && !stopped) {
            try {
                var open = connection.open();
                if (doubtful && isThere(open, batch)) {
                    succeed(batch);
                    return;
                }
                batch = fenced(open, batch);
                var appends = batch.stream().map(Written::append).toList();
                BatchWriter.write(open, appends);
                StatusEventRows.write(open, appends, listened);
                open.commit();
                succeed(batch);
                return;
            } catch (SQLException problem) {
                boolean connectionLost = connection.rollback(problem);
                if (connectionLost) {
                    doubtful = true;
                } else if (SqlErrors.dataRefused(problem)) {
                    var untaken = SqlErrors.duplicate(problem) ? untaken(batch) : batch;
                    if (untaken.size() == batch.size()) {
                        bisect(batch, problem);
                        return;
                    }
                    batch = untaken;
                } else if (!SqlErrors.conflict(problem)) {
                    log.warn("The database does not take commits now, trying again: {}", problem.getMessage());
                    connection.pause();
                }
            }
        }
        var stop = new IllegalStateException("the journal's writer was stopped");
        batch.forEach(written -> written.durable.completeExceptionally(stop));
    }

    /// Answers the starts whose names are taken.
    ///
    /// @return the rest; all of them when the database cannot say
    private List<Written> untaken(List<Written> batch) {
        try {
            var open = connection.open();
            var taken = TakenNames.among(open,
                    batch.stream().map(Written::name).filter(Objects::nonNull).toList());
            open.commit();
            batch.stream().filter(written -> taken.contains(written.name))
                    .forEach(written -> written.durable.complete(false));
            return batch.stream().filter(written -> !taken.contains(written.name)).toList();
        } catch (SQLException problem) {
            connection.rollback(problem);
            return batch;
        }
    }

    private void bisect(List<Written> batch, SQLException problem) {
        if (batch.size() == 1) {
            var refused = batch.getFirst();
            log.error("Refused by the database: execution={}", refused.append.executionNo(), problem);
            refused.durable.completeExceptionally(new RefusedException(String.valueOf(problem.getMessage()), problem));
            return;
        }
        commit(batch.subList(0, batch.size() / 2));
        commit(batch.subList(batch.size() / 2, batch.size()));
    }

    /// Reads the shard rows of the batch under a shared lock, which a taker of the shard must wait for, and fails what is
    /// written under an epoch that is over.
    private List<Written> fenced(Connection open, List<Written> batch) throws SQLException {
        var shards = batch.stream().map(written -> written.append.shard()).distinct().toList();
        var epochs = ShardLeases.lockedEpochs(open, owner, shards);
        var held = new ArrayList<Written>(batch.size());
        for (var written : batch) {
            if (epochs.getOrDefault(written.append.shard(), -1L) == written.append.epoch()) {
                held.add(written);
            } else {
                written.durable.completeExceptionally(new LeaseLostException(written.append.shard()));
            }
        }
        return held;
    }

    /// Whether a batch whose commit was cut off is in the database. Taking the shard rows exclusively first waits until
    /// the lost session's transaction is over.
    private boolean isThere(Connection open, List<Written> batch) throws SQLException {
        var shards = batch.stream().map(written -> written.append.shard()).distinct().toList();
        ShardLeases.lockExclusively(open, shards);
        var first = batch.stream().map(Written::append).filter(append -> append.row() != null).findFirst();
        boolean there = first.isPresent() && JournalTable.holds(open, first.get());
        open.commit();
        return there;
    }

    private void succeed(List<Written> batch) {
        metrics.committed(batch.size());
        batch.forEach(written -> recent.committed(written.append));
        batch.forEach(written -> written.durable.complete(true));
    }

    /// Writes what is queued, then ends the thread.
    @Override
    public void close() {
        perform(_ -> true).exceptionally(_ -> false).join();
        stopped = true;
        queue.addForAll(new Wake());
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        long left = queue.drain().stream().filter(Written.class::isInstance).count();
        if (left > 0) {
            log.warn("Stopped with {} appends unwritten; their executions go on elsewhere", left);
        }
    }

    private sealed interface Work {}

    /// @param name the name, if the caller chose it; another execution may have it
    private record Written(Append append, TakenNames.@Nullable Name name, CompletableFuture<Boolean> durable)
            implements
                Work {}

    private record Performed<T>(SqlWork<T> work, CompletableFuture<T> done) implements Work {}

    private record Wake() implements Work {}
}
