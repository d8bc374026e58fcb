// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.Append;
import io.fermata.journal.MapChange;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.MapRunWriter.Claim;
import io.fermata.tenancy.keys.KeyAbsentException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The Express children of Map Runs that run on this node. The end of one is told to its run in one commit; one that this
/// node gives up is begun anew by the next owner of its shard. Thread-safe.
final class ExpressChildren {

    private static final int MOST = 1_000;

    private final Storage storage;
    private final ExpressRuns express;
    private final ChildKeys keys;
    private final MapStarter.Beginning beginning;
    private final Runnable nudge;
    private final Map<Long, Running> running = new ConcurrentHashMap<>();

    /// @param nudge told whenever there is room again
    ExpressChildren(Storage storage, ExpressRuns express, ChildKeys keys, MapStarter.Beginning beginning,
            Runnable nudge) {
        this.storage = storage;
        this.express = express;
        this.keys = keys;
        this.beginning = beginning;
        this.nudge = nudge;
    }

    /// A child in memory.
    private record Running(long mapRunNo, int shard, ExpressRun run) {}

    /// Whether no more are to be claimed now.
    boolean full() {
        return running.size() >= MOST;
    }

    /// Leaves the shard's children to its next owner.
    void lost(int shard) {
        running.values().stream().filter(child -> child.shard == shard).forEach(child -> child.run.drop());
    }

    /// Ends the children of a run.
    void cancel(long mapRunNo) {
        running.values().stream().filter(child -> child.mapRunNo == mapRunNo)
                .forEach(child -> child.run.cancel(null, null));
    }

    /// Begins a child that is claimed.
    ///
    /// @return false when this node has its fill of Express executions
    /// @throws KeyAbsentException when a customer's key seals it and is not in memory
    boolean begin(Shard shard, Claim claim, MapRunRow run, String name) {
        var child = claim.child();
        var facts = storage.machines()
                .facts(child.tenant(), ExpressRuns.number(), run.stateMachineId(), run.revisionId(), name)
                .child(run.stateName(), run.label(), MapChildNames.express(name));
        var startedBy = storage.executions().find(child.tenant(), run.executionNo())
                .map(parent -> Starters.BY_EXECUTION + storage.names(parent).executionArn()).orElse("map run");
        var begun = express
                .begin(new ExpressOrder(facts, storage.maps().items().input(child), startedBy, run.limits()));
        if (begun.isEmpty()) {
            return false;
        }
        running.put(claim.executionNo(), new Running(run.mapRunNo(), shard.id, begun.get()));
        begun.get().ended().whenComplete((end, dropped) -> {
            running.remove(claim.executionNo());
            if (dropped == null) {
                ended(shard, claim, end);
            }
            nudge.run();
        });
        return true;
    }

    private void ended(Shard shard, Claim claim, ExpressEnd end) {
        var child = claim.child();
        byte[] result;
        try {
            result = storage.codec().encodeValue(child.tenant(), keys.sealer(child),
                    MapSteps.result(end.output(), end.error(), end.cause()));
        } catch (KeyAbsentException absent) {
            keys.whenThere(absent, () -> ended(shard, claim, end));
            return;
        }
        storage.commits()
                .append(new Append(shard.id, shard.epoch, child.tenant(), claim.executionNo(), null, null, null, null,
                        null, List.of(new MapChange.ChildEnded(child.mapRunNo(), child.item(), end.status(),
                                end.startedAt(), end.stoppedAt(), result))))
                .whenComplete((_, problem) -> {
                    if (problem == null) {
                        beginning.ended(child.mapRunNo());
                    }
                });
    }
}
