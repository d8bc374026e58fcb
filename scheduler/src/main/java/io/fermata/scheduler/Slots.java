// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.scheduler.Schedule.State;
import io.fermata.scheduler.ScheduleTable.Row;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/// Carries out one slot of a schedule: has the next one awaited, then starts the execution. May be called for the same slot
/// any number of times, by any number of nodes. Any thread.
final class Slots {

    /// How far back slots are made up for after all nodes were away.
    static final Duration CATCH_UP = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(Slots.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ScheduleTable table;
    private final Alarms alarms;
    private final Starts starts;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    Slots(ScheduleTable table, Alarms alarms, Starts starts, TransactionOperations transaction, InstantSource clock) {
        this.table = table;
        this.alarms = alarms;
        this.starts = starts;
        this.transaction = transaction;
        this.clock = clock;
    }

    void fire(TenantId tenant, long scheduleId, Instant slot) {
        var found = table.find(tenant, scheduleId).filter(row -> row.schedule().state() == State.ENABLED);
        if (found.isEmpty()) {
            return; // paused or deleted since
        }
        var row = found.get();
        transaction.executeWithoutResult(_ -> awaitNext(row, slot));
        start(row, slot);
    }

    /// Has the slot after that one awaited. What is further back than an hour is left out, and said once.
    void awaitNext(Row row, Instant slot) {
        var anchor = row.schedule().createdAt();
        var oldest = clock.instant().minus(CATCH_UP);
        var next = row.when().next(slot, anchor);
        if (next.isPresent() && next.get().isBefore(oldest)) {
            var missed = next.get();
            next = row.when().next(oldest, anchor);
            if (table.take(row, missed, name(row, missed), clock.instant())) {
                table.finish(row, missed, Slot.Status.SKIPPED, null, "No node was running; the slots until "
                        + next.map(Instant::toString).orElse("the end") + " were left out");
            }
        }
        next.ifPresentOrElse(moment -> alarms.set(row.tenant(), row.id(), moment),
                () -> table.set(row, State.COMPLETED, clock.instant()));
    }

    private void start(Row row, Instant slot) {
        var name = name(row, slot);
        if (!table.take(row, slot, name, clock.instant())) {
            return;
        }
        var answer = starts.start(row.tenant(), row.stateMachineId(), name, row.schedule().input(),
                "schedule:" + row.schedule().name(), PATIENCE);
        switch (answer) {
            case Starts.Answer.Started _ -> table.finish(row, slot, Slot.Status.STARTED, name, "");
            case Starts.Answer.Refused(var sentence) -> table.finish(row, slot, Slot.Status.SKIPPED, null, sentence);
            case Starts.Answer.Unavailable _ -> {
                log.warn("A slot was not started: tenant={} schedule={} slot={}", row.tenant(),
                        row.schedule().name(), slot);
                table.finish(row, slot, Slot.Status.FAILED, null,
                        "No node could start the execution within " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    /// Begins with the schedule's name, for people; the digits keep schedules apart whose names begin alike.
    static String name(Row row, Instant slot) {
        return Starts.shortened(row.schedule().name(), 50) + "-"
                + Starts.digest(row.tenant() + ":" + row.id(), 8) + "-" + STAMP.format(slot);
    }

    /// Has those schedules awaited again that nobody awaits, from their last slot on.
    int heal() {
        var forgotten = table.forgotten();
        for (var row : forgotten) {
            var last = table.slots(row, 1).stream().findFirst().map(Slot::dueAt);
            transaction.executeWithoutResult(_ -> awaitNext(row,
                    last.orElse(row.schedule().createdAt().minusMillis(1))));
        }
        return forgotten.size();
    }

}
