// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.ExecutionNo;
import io.fermata.journal.GroupCommit;
import io.fermata.journal.NodeTable;
import io.fermata.journal.ShardLeases;
import io.fermata.journal.ShardLeases.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this node's share of the shards: renews its leases three times in their duration, takes what is free while below
/// the mean, and gives some back each time while above it. Its own thread; the statements run on the journal's connection.
final class Leasing {

    private static final Logger log = LoggerFactory.getLogger(Leasing.class);

    /// What is above the mean is handed over in about this many beats: a node that joins is neither idle for long nor
    /// flooded at once.
    private static final int HAND_OVER_IN = 4;

    private final NodeSettings settings;
    private final String owner;
    private final ShardLeases leases;
    private final GroupCommit commits;
    private final Shards shards;
    private final Holder holder;
    private final Thread thread;
    private volatile boolean stopped;

    Leasing(NodeSettings settings, String owner, ShardLeases leases, GroupCommit commits, Shards shards,
            Holder holder) {
        this.settings = settings;
        this.owner = owner;
        this.leases = leases;
        this.commits = commits;
        this.shards = shards;
        this.holder = holder;
        this.thread = Thread.ofPlatform().name("leasing").daemon(true).unstarted(this::run);
    }

    /// Who acts on shards that come and go.
    interface Holder {

        /// A shard is ours; its awake executions are to be loaded.
        void opened(Lease lease);

        /// A shard is another's, or nobody's; forget its executions.
        void lost(int shard);

        /// Forget the shard's executions in good order; the future of the given work completes the hand-over.
        void give(int shard, Runnable release);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopped) {
            try {
                beat();
            } catch (CompletionException unreachable) {
                log.warn("Leases could not be renewed: {}", String.valueOf(unreachable.getCause()));
            } catch (RuntimeException defect) {
                log.error("A beat of the leases met a defect and comes again", defect);
            }
            LockSupport.parkNanos(settings.lease().toNanos() / 3);
        }
    }

    /// One renewal, also called by tests.
    void beat() {
        long last = shards.all().stream().mapToLong(Shard::lastExecutionNo).max().orElse(0);
        var held = Set.copyOf(shards.ids());
        var state = commits.perform(connection -> renewed(connection, last, held)).join();
        for (var shard : List.copyOf(shards.all())) {
            var epoch = state.owned.get(shard.id);
            if (epoch == null || epoch != shard.epoch) {
                log.warn("Lost shard={} epoch={}", shard.id, shard.epoch);
                holder.lost(shard.id);
            }
        }
        int share = (ExecutionNo.SHARDS + state.nodes - 1) / state.nodes;
        int have = shards.ids().size();
        if (have > share) {
            give(Math.max(1, (have - share) / HAND_OVER_IN));
        } else if (have < share) {
            var taken = commits.perform(connection -> leases.acquire(connection, share - have)).join();
            taken.forEach(holder::opened);
            if (!taken.isEmpty()) {
                log.info("Took {} shards; {} of {} are ours", taken.size(), shards.ids().size(), ExecutionNo.SHARDS);
            }
        }
    }

    private State renewed(Connection connection, long last, Set<Integer> held) throws SQLException {
        var owned = leases.releaseUnheld(connection, leases.renew(connection, last), held);
        int nodes = NodeTable.beat(connection, owner, settings.version(), settings.lease());
        return new State(owned, Math.max(1, nodes));
    }

    private void give(int count) {
        for (int shard : shards.ids().stream().limit(count).toList()) {
            holder.give(shard, () -> commits.perform(connection -> {
                leases.release(connection, List.of(shard));
                return true;
            }));
        }
    }

    /// Gives all shards back and strikes the node off the list.
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        var all = new ArrayList<>(shards.ids());
        commits.perform(connection -> {
            leases.release(connection, all);
            NodeTable.leave(connection, owner);
            return true;
        }).exceptionally(problem -> {
            log.warn("Leases were not given back; they end by themselves: {}", problem.toString());
            return false;
        }).join();
    }

    private record State(Map<Integer, Long> owned, int nodes) {}
}
