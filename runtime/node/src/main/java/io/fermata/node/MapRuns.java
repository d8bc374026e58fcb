// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionStatus;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.MapItemTable;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.MapRunRow.Counts;
import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The Map Runs of distributed Maps and their children, for the API and the console. Blocks its caller for some statements;
/// meant for virtual threads. Thread-safe.
public final class MapRuns {

    private final Storage storage;
    private final DrivenMapRuns driven;

    MapRuns(Storage storage, DrivenMapRuns driven) {
        this.storage = storage;
        this.driven = driven;
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
        return arn(storage.machineArn(run), run);
    }

    static String arn(String machineArn, MapRunRow run) {
        return machineArn.replaceFirst(":stateMachine:", ":mapRun:") + "/" + run.label() + ":"
                + run.uuid();
    }

    /// The ARN of the machine that a run's children are executions of.
    public String machineArn(MapRunRow run) {
        return storage.machineArn(run) + "/" + run.label();
    }

    /// The run that an execution is a child of.
    public Optional<MapRunRow> ofChild(ExecutionRow row) {
        return row.stateMachineId() < 0 ? find(row.tenant(), -row.stateMachineId()) : Optional.empty();
    }

    /// Whether a run's children are Express executions, of which nothing is kept but their results.
    public boolean expressChildren(MapRunRow run) {
        var distribution = storage.facts(run).map(run.stateName()).distribution();
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
        driven.childEnded(run.mapRunNo());
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
