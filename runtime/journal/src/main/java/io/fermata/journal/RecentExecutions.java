// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What this node has lately made durable of executions that it began: their rows, with the first step and the one that
/// ended them, sealed as they stand in the journal. Most executions are asked for right after their start, by the client
/// that waits for the end; those looks need no database.
///
/// Holds 16 MiB, nothing longer than five seconds after its last change, and nothing that is not durable. What it says of
/// an execution is so while this node owns the shard under the epoch of that time, because nobody else writes then; who asks
/// compares the epochs. Thread-safe.
public final class RecentExecutions {

    private static final long MOST_BYTES = 16 << 20;
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final int OVERHEAD = 500;

    private final Cache<Name, Recent> recent;
    private final Cache<Long, Name> names;

    RecentExecutions(Ticker ticker) {
        this.recent = Caffeine.newBuilder().ticker(ticker).executor(Runnable::run).expireAfterWrite(KEPT)
                .maximumWeight(MOST_BYTES).weigher((Name _, Recent one) -> one.bytes()).build();
        this.names = Caffeine.newBuilder().ticker(ticker).executor(Runnable::run).expireAfterWrite(KEPT)
                .maximumSize(MOST_BYTES / OVERHEAD).build();
    }

    private record Name(TenantId tenant, long stateMachineId, String name) {}

    /// An execution as it was at its last change.
    ///
    /// @param epoch of the shard, when that was written
    /// @param first the first step, sealed
    /// @param last the step that ended it, sealed; null when it runs, or when that was the first one
    public record Recent(ExecutionRow row, int shard, long epoch, byte[] first, byte @Nullable [] last) {

        int bytes() {
            return OVERHEAD + first.length + (last == null ? 0 : last.length);
        }
    }

    /// The execution of that name, if this node has written it lately.
    public Optional<Recent> find(TenantId tenant, long stateMachineId, String name) {
        return Optional.ofNullable(recent.getIfPresent(new Name(tenant, stateMachineId, name)));
    }

    /// Takes note of what has become durable. Called in the order of the commits, before anyone is told of them.
    void committed(Append append) {
        var start = append.start();
        var change = append.change();
        var step = append.row();
        if (change == null) {
            return;
        }
        if (start != null && step != null) {
            begun(append, start, change, step.payload());
        } else {
            var name = names.getIfPresent(append.executionNo());
            if (name != null) {
                recent.asMap().computeIfPresent(name, (_, known) -> changed(known, append, change));
            }
        }
    }

    private void begun(Append append, Append.NewExecution start, Append.Change change, byte[] step) {
        var name = new Name(append.tenant(), start.stateMachineId(), start.name());
        var row = new ExecutionRow(append.executionNo(), append.tenant(), start.stateMachineId(), start.revisionId(),
                start.name(), change.status(), start.startedAt(), change.stoppedAt(), start.startedBy(),
                start.parentNo(), start.parentEvent(), change.lastEvent(), null, start.qualifier(), 0, null);
        names.put(append.executionNo(), name);
        recent.put(name, new Recent(row, append.shard(), append.epoch(), step, null));
    }

    /// What else is written to the row of a running execution is no news of it; a redrive is left to the database.
    private static @Nullable Recent changed(Recent known, Append append, Append.Change change) {
        var step = append.row();
        if (change.redrive() != null) {
            return null;
        }
        if (!change.status().closed() || step == null) {
            return known;
        }
        var old = known.row;
        var row = new ExecutionRow(old.executionNo(), old.tenant(), old.stateMachineId(), old.revisionId(), old.name(),
                change.status(), old.startedAt(), change.stoppedAt(), old.startedBy(), old.parentNo(),
                old.parentEvent(), change.lastEvent(), null, old.qualifier(), 0, null);
        return new Recent(row, append.shard(), append.epoch(), known.first, step.payload());
    }
}
