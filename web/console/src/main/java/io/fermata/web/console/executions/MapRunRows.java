// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.journal.ExecutionRow;
import io.fermata.journal.MapRunRow;
import io.fermata.node.Executions;
import io.fermata.node.MapRuns;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/// Map Runs as pages show them. Any thread.
@Component
class MapRunRows {

    private static final int MOST = 100;

    private final Executions executions;
    private final InstantSource clock;

    MapRunRows(Executions executions, InstantSource clock) {
        this.executions = executions;
        this.clock = clock;
    }

    /// A Map Run in a list.
    ///
    /// @param progress how far it is, in words
    record Row(String state, String href, StatusWord status, String progress, String took) {}

    /// The runs that an execution has begun.
    ///
    /// @param state only those of this state; empty for all
    List<Row> of(Visit visit, ExecutionRow execution, String state) {
        return executions.maps().list(execution, 0, MOST).stream()
                .filter(run -> state.isEmpty() || run.stateName().equals(state)).map(run -> row(visit, run)).toList();
    }

    private Row row(Visit visit, MapRunRow run) {
        return new Row(run.stateName(), visit.path("map-runs", run.uuid()), status(run),
                progress(executions.maps().tally(run).items()), took(run));
    }

    String took(MapRunRow run) {
        var stopped = run.stoppedAt();
        return Words.duration(Duration.between(run.startedAt(), stopped == null ? clock.instant() : stopped));
    }

    static StatusWord status(MapRunRow run) {
        return switch (run.status()) {
            case RUNNING -> StatusWord.RUNNING;
            case SUCCEEDED -> StatusWord.SUCCEEDED;
            case FAILED -> StatusWord.FAILED;
            case ABORTED -> StatusWord.STOPPED;
        };
    }

    private static String progress(MapRuns.Split items) {
        long bad = items.failed() + items.timedOut();
        long ended = items.succeeded() + bad + items.aborted();
        return ended + " of " + items.total() + (items.total() == 1 ? " item" : " items")
                + (bad == 0 ? "" : ", " + bad + " failed");
    }
}
