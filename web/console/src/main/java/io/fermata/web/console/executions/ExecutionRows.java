// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.ExecutionStatus;
import io.fermata.journal.ExecutionLogTable;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.ExecutionTable;
import io.fermata.journal.MapRunRow;
import io.fermata.node.Executions;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Executions as rows of a table, for every page that lists some. Any thread.
@Component
public final class ExecutionRows {

    private static final StatusWord END_NOT_LOGGED = new StatusWord("End not logged", "idle", "i-idle");
    private static final int LOG_ROWS = 200;

    private final Executions executions;
    private final StateMachines machines;
    private final InstantSource clock;

    ExecutionRows(Executions executions, StateMachines machines, InstantSource clock) {
        this.executions = executions;
        this.machines = machines;
        this.clock = clock;
    }

    /// An execution in a table.
    ///
    /// @param href null when its machine is gone for good
    public record Row(String name, @Nullable String href, String machine, StatusWord status, Words.Time started,
            String relative, String took, String startedBy, String quarantineReason, long number) {}

    /// Some rows, newest first.
    ///
    /// @param next the cursor of the rows after these; null when there are none
    public record Rows(List<Row> rows, @Nullable String next) {

        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /// The newest executions that pass the filter.
    public Rows of(Visit visit, ExecutionTable.Filter filter, int size) {
        var found = executions.table().list(visit.id(), filter, size + 1);
        var shown = found.size() > size ? found.subList(0, size) : found;
        return new Rows(views(visit, shown), next(found, size));
    }

    /// The newest children of a Map Run.
    ///
    /// @param status null for all
    Rows children(Visit visit, MapRunRow run, @Nullable ExecutionStatus status, @Nullable Long before, int size) {
        var found = executions.table().list(visit.id(), new ExecutionTable.Filter(-run.mapRunNo(), status, before),
                size + 1);
        var shown = found.stream().limit(size).toList();
        return new Rows(shown.stream().map(row -> view(visit, row, run.stateName(),
                visit.path("map-runs", run.uuid(), "executions", row.name()))).toList(), next(found, size));
    }

    /// The cursor of a page, as an address has it; null for the first page, and for what is none.
    static @Nullable Long cursor(String before) {
        try {
            return before.isEmpty() ? null : Long.valueOf(Long.parseLong(before, Character.MAX_RADIX));
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }

    private static @Nullable String next(List<ExecutionRow> found, int size) {
        return found.size() > size ? Long.toString(found.get(size - 1).executionNo(), Character.MAX_RADIX) : null;
    }

    /// What is logged of the newest executions of an Express machine, newest first. They have no rows of their own.
    public List<Row> express(Visit visit, String machine, int size) {
        var now = clock.instant();
        return executions.logs().table().newest(visit.id(), machine, LOG_ROWS).stream().limit(size)
                .map(logged -> new Row(logged.name(),
                        visit.path("state-machines", machine, "express", logged.name(), logged.runId()), machine,
                        status(logged, now), Words.time(logged.first(), now), Words.relative(logged.first(), now),
                        Words.duration(Duration.between(logged.first(), logged.last())), "", "", 0))
                .toList();
    }

    /// The way to what is known of an Express execution by its name alone: to the newest that is logged, else to its machine.
    static String expressPath(Executions executions, Visit visit, String machine, String name) {
        return executions.logs().table().newest(visit.id(), machine, LOG_ROWS).stream()
                .filter(logged -> logged.name().equals(name)).findFirst()
                .map(logged -> visit.path("state-machines", machine, "express", name, logged.runId()))
                .orElseGet(() -> visit.path("state-machines", machine));
    }

    /// Where an Express execution stands. One whose end was not logged has ended all the same when its time is over.
    static StatusWord status(ExecutionLogTable.Logged logged, Instant now) {
        boolean over = logged.last().plusSeconds(ExecutionFacts.EXPRESS_SECONDS).isBefore(now);
        return logged.status() == ExecutionStatus.RUNNING && over ? END_NOT_LOGGED : StatusWord.of(logged.status());
    }

    /// The executions that the engine leaves alone, newest first.
    public List<Row> quarantined(Visit visit, int size) {
        return views(visit, executions.table().quarantined(visit.id(), size));
    }

    /// The way to the page of an execution, if the tenant has it.
    public Optional<String> href(Visit visit, long executionNo) {
        return executions.reads().find(visit.id(), executionNo)
                .flatMap(row -> machines.byId(visit.id(), row.stateMachineId())
                        .map(machine -> visit.path("state-machines", machine.name(), "executions", row.name())));
    }

    /// Whether a machine has executions that still run.
    public boolean anyRunning(Visit visit, long stateMachineId) {
        return executions.table().anyRunning(visit.id(), stateMachineId);
    }

    private List<Row> views(Visit visit, List<ExecutionRow> found) {
        Map<Long, String> names = new HashMap<>();
        return found.stream().map(row -> view(visit, row, names.computeIfAbsent(row.stateMachineId(),
                id -> machines.byId(visit.id(), id).map(StateMachine::name).orElse("")))).toList();
    }

    private Row view(Visit visit, ExecutionRow row, String machine) {
        return view(visit, row, machine,
                machine.isEmpty() ? null : visit.path("state-machines", machine, "executions", row.name()));
    }

    private Row view(Visit visit, ExecutionRow row, String machine, @Nullable String href) {
        var now = clock.instant();
        var end = row.stoppedAt() == null ? now : row.stoppedAt();
        var reason = row.quarantineReason();
        return new Row(row.name(), href, machine,
                reason == null ? StatusWord.of(row.status()) : StatusWord.SET_ASIDE, Words.time(row.startedAt(), now),
                Words.relative(row.startedAt(), now), Words.duration(Duration.between(row.startedAt(), end)),
                row.startedBy(), reason == null ? "" : reason, row.executionNo());
    }
}
