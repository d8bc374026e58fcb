// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.language.Json;
import io.fermata.scheduler.Schedule.State;
import io.fermata.scheduler.ScheduleTable.Row;
import io.fermata.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/// The schedules of tenants: at most 500 for each. Any thread.
public final class Schedules {

    private static final int MOST = 500;
    private static final int MOST_TIMES = 50;

    private final ScheduleTable table;
    private final Alarms alarms;
    private final StateMachines machines;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    Schedules(ScheduleTable table, Alarms alarms, StateMachines machines, TransactionOperations transaction,
            InstantSource clock) {
        this.table = table;
        this.alarms = alarms;
        this.machines = machines;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// A schedule that shall be made.
    ///
    /// @param expression 1 to 256 characters
    /// @param stateMachine the machine's name
    /// @param input any JSON text up to 262,144 bytes
    /// @param description at most 512 characters
    public record NewSchedule(String name, String expression, String zone, String stateMachine, String input,
            String description) {}

    /// The answer to [#create].
    public sealed interface Creation {}

    /// The schedule was made, and waits for its first moment.
    public record Created(Schedule schedule) implements Creation {}

    /// The tenant has a schedule of that name.
    public record NameTaken(String name) implements Creation {}

    /// A field breaks its rule. The sentence names the limit and the fix.
    public record Unfit(String field, String sentence) implements Creation, Preview {}

    /// The answer to [#preview].
    public sealed interface Preview {}

    /// The next moments, soonest first.
    public record Times(List<Instant> times) implements Preview {}

    /// Makes a schedule. A rate begins now; everything else at its next moment.
    public Creation create(TenantId tenant, NewSchedule asked) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var problem = problem(tenant, asked);
        if (problem.isPresent()) {
            return problem.get();
        }
        var machine = machines.find(tenant, asked.stateMachine())
                .filter(found -> found.status() == StateMachine.Status.ACTIVE);
        if (machine.isEmpty()) {
            return new Unfit("stateMachine", "There is no state machine of the name " + asked.stateMachine());
        }
        return switch (When.read(asked.expression(), asked.zone())) {
            case When.Reading.Bad(var field, var sentence) -> new Unfit(field, sentence);
            case When.Reading.Good(var when) -> when.next(now.minusMillis(1), now)
                    .<Creation>map(first -> insert(tenant, asked, machine.get().id(), now, first))
                    .orElseGet(() -> new Unfit("expression",
                            "The expression has no moment after now: " + asked.expression()));
        };
    }

    private Creation insert(TenantId tenant, NewSchedule asked, long machineId, Instant now, Instant first) {
        try {
            return Objects.requireNonNull(transaction.execute(_ -> {
                long id = table.insert(tenant, asked, machineId, now);
                alarms.set(tenant, id, first);
                return new Created(table.find(tenant, id).orElseThrow().schedule());
            }));
        } catch (DuplicateKeyException sameName) {
            return new NameTaken(asked.name());
        }
    }

    /// All schedules of a tenant by name.
    public List<Schedule> list(TenantId tenant) {
        return table.list(tenant).stream().map(Row::schedule).toList();
    }

    /// The schedule of that name.
    public Optional<Schedule> find(TenantId tenant, String name) {
        return table.find(tenant, name).map(Row::schedule);
    }

    /// The next moments of a schedule, at most 50; none while it is paused.
    public List<Instant> next(Schedule schedule, int count) {
        if (schedule.state() != State.ENABLED) {
            return List.of();
        }
        return switch (When.read(schedule.expression(), schedule.zone())) {
            case When.Reading.Good(var when) -> times(when, schedule.createdAt(), count);
            case When.Reading.Bad _ -> List.of();
        };
    }

    /// The next moments of an expression that nobody has stored yet, at most 50.
    public Preview preview(String expression, String zone, int count) {
        return switch (When.read(expression, zone)) {
            case When.Reading.Good(var when) ->
                new Times(times(when, clock.instant().truncatedTo(ChronoUnit.SECONDS), count));
            case When.Reading.Bad(var field, var sentence) -> new Unfit(field, sentence);
        };
    }

    /// What came of the last moments, newest first, at most 200.
    public List<Slot> slots(TenantId tenant, String name, int count) {
        return table.find(tenant, name).map(row -> table.slots(row, Math.min(count, 200))).orElse(List.of());
    }

    /// Stops starting; false if there is no such schedule.
    public boolean pause(TenantId tenant, String name) {
        return change(tenant, name, row -> {
            if (row.schedule().state() == State.ENABLED) {
                table.set(row, State.PAUSED, clock.instant());
                alarms.clear(tenant, row.id());
            }
        });
    }

    /// Starts again, at the next moment from now on; false if there is no such schedule.
    public boolean resume(TenantId tenant, String name) {
        return change(tenant, name, row -> {
            if (row.schedule().state() == State.PAUSED) {
                var next = row.when().next(clock.instant(), row.schedule().createdAt());
                table.set(row, next.isPresent() ? State.ENABLED : State.COMPLETED, clock.instant());
                next.ifPresent(slot -> alarms.set(tenant, row.id(), slot));
            }
        });
    }

    /// Removes a schedule and the record of its moments; false if there is none. Its executions stay.
    public boolean delete(TenantId tenant, String name) {
        return change(tenant, name, row -> {
            alarms.clear(tenant, row.id());
            table.delete(row);
        });
    }

    private boolean change(TenantId tenant, String name, java.util.function.Consumer<Row> work) {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            var row = table.find(tenant, name);
            row.ifPresent(work);
            return row.isPresent();
        }));
    }

    private List<Instant> times(When when, Instant anchor, int count) {
        var times = new ArrayList<Instant>();
        var next = when.next(clock.instant(), anchor);
        while (next.isPresent() && times.size() < Math.min(count, MOST_TIMES)) {
            times.add(next.get());
            next = when.next(next.get(), anchor);
        }
        return List.copyOf(times);
    }

    private Optional<Unfit> problem(TenantId tenant, NewSchedule asked) {
        if (!asked.name().matches("[0-9a-zA-Z_.-]{1,64}")) {
            return unfit("name", "The name has 1 to 64 letters, digits and the signs - _ .");
        }
        if (asked.expression().length() > 256) {
            return unfit("expression", "The expression has at most 256 characters");
        }
        if (asked.description().length() > 512) {
            return unfit("description", "The description has at most 512 characters");
        }
        var input = Inputs.problem(asked.input().getBytes(StandardCharsets.UTF_8));
        if (input.isPresent()) {
            return unfit("input", input.get());
        }
        return table.count(tenant) >= MOST
                ? unfit("name", "A tenant has at most " + MOST + " schedules; delete one")
                : Optional.empty();
    }

    private static Optional<Unfit> unfit(String field, String sentence) {
        return Optional.of(new Unfit(field, sentence));
    }

    /// The rule for every input that comes from outside.
    static final class Inputs {

        private Inputs() {}

        static Optional<String> problem(byte[] text) {
            if (text.length > Json.MAX_BYTES) {
                return Optional
                        .of("The input has " + text.length + " bytes; at most " + Json.MAX_BYTES + " are allowed");
            }
            try {
                Json.parse(new String(text, StandardCharsets.UTF_8));
                return Optional.empty();
            } catch (IllegalArgumentException notJson) {
                return Optional.of("The input is not JSON: " + notJson.getMessage());
            }
        }
    }
}
