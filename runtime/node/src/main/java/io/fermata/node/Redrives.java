// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Limits;
import io.fermata.engine.Signal;
import io.fermata.journal.ExecutionRow;
import io.fermata.language.MachineType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes executions go on that ended badly, by AWS's rules (api.md, 4.5). Blocks its caller until what it says is durable.
/// Thread-safe.
public final class Redrives {

    /// How long after its end an execution may be redriven.
    public static final Duration PERIOD = Duration.ofDays(14);

    private static final Duration LONGEST_EXECUTION = Duration.ofDays(365);
    private static final Duration TOKEN_HOLDS = Duration.ofMinutes(15);

    private final Storage storage;
    private final ExecutionReads reads;
    private final Signals signals;
    private final InstantSource clock;

    Redrives(Storage storage, ExecutionReads reads, Signals signals, InstantSource clock) {
        this.storage = storage;
        this.reads = reads;
        this.signals = signals;
        this.clock = clock;
    }

    /// What became of a wish to redrive.
    public sealed interface RedriveAnswer {

        /// The execution goes on.
        ///
        /// @param at since when
        record Redriven(Instant at) implements RedriveAnswer {}

        /// It may not.
        ///
        /// @param reason as AWS words it
        record Refused(String reason) implements RedriveAnswer {}

        /// Nobody could say in time; with a token it is safe to ask again.
        record Unavailable() implements RedriveAnswer {}
    }

    /// Why an execution may not be redriven, as AWS words it; empty when it may.
    public Optional<String> reasonAgainst(ExecutionRow row) {
        var now = clock.instant();
        var stopped = row.stoppedAt();
        if (stopped == null || row.status() == ExecutionStatus.SUCCEEDED) {
            return Optional.of("Execution is " + row.status() + " and cannot be redriven");
        }
        if (row.stateMachineId() < 0) {
            return Optional.of("Execution is a child of a Map Run; redrive the execution that began the run");
        }
        if (storage.machines().deleted(row.tenant(), row.stateMachineId())) {
            return Optional.of("State machine is in DELETING status");
        }
        if (full(row)) {
            return Optional.of("Execution history event limit exceeded");
        }
        if (row.startedAt().plus(LONGEST_EXECUTION).isBefore(now)) {
            return Optional.of("Execution has exceeded the max execution time");
        }
        return stopped.plus(PERIOD).isBefore(now)
                ? Optional.of("Execution redrivable period exceeded")
                : Optional.empty();
    }

    /// Whether the history has no room for another event beside the final failure. The first step is read only where the
    /// answer depends on it.
    private boolean full(ExecutionRow row) {
        return row.lastEvent() >= Limits.AWS.events(MachineType.STANDARD) - 1
                && row.lastEvent() >= reads.limits(row).events(MachineType.STANDARD) - 1;
    }

    /// Redrives an execution. The same token within 15 minutes finds the redrive that it has made.
    public RedriveAnswer redrive(ExecutionRow row, @Nullable String clientToken) {
        var made = made(row, clientToken);
        if (made.isPresent()) {
            return new RedriveAnswer.Redriven(made.get());
        }
        var against = reasonAgainst(row);
        if (against.isPresent()) {
            return new RedriveAnswer.Refused(against.get());
        }
        return switch (signals.tell(row.tenant(), row.executionNo(), new Signal.Redrive(clientToken))) {
            case ACCEPTED -> reads.find(row.tenant(), row.executionNo())
                    .flatMap(after -> Optional.ofNullable(after.redrivenAt()))
                    .<RedriveAnswer>map(RedriveAnswer.Redriven::new).orElseGet(RedriveAnswer.Unavailable::new);
            case UNAVAILABLE -> new RedriveAnswer.Unavailable();
            case TASK_TIMED_OUT, INVALID_TOKEN -> beaten(row, clientToken);
        };
    }

    /// Somebody else redrove it between the look at its row and now.
    private RedriveAnswer beaten(ExecutionRow row, @Nullable String clientToken) {
        return made(row, clientToken).<RedriveAnswer>map(RedriveAnswer.Redriven::new)
                .orElseGet(() -> new RedriveAnswer.Refused(reads.find(row.tenant(), row.executionNo())
                        .flatMap(after -> reasonAgainst(after))
                        .orElse("Execution is RUNNING and cannot be redriven")));
    }

    private Optional<Instant> made(ExecutionRow row, @Nullable String clientToken) {
        return clientToken == null
                ? Optional.empty()
                : storage.executions().redriven(row.tenant(), row.executionNo(), clientToken,
                        clock.instant().minus(TOKEN_HOLDS));
    }
}
