// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.MapItemTable.Ended;
import io.fermata.journal.MapRunRow;

/// Makes a redriven Map Run of which nothing runs ready to go on: takes back its children that did not end well, some hundred
/// in each transaction, and only then lets children start. What is taken back is out of the run's counters in the same
/// transaction, so who goes on after a crash finds the rest. One thread, that of the run.
final class MapRedrive {

    private static final int PAGE = 500;
    /// How many children one look goes over: those that ended well are passed by.
    private static final int WINDOW = 10_000;

    private final DrivenMapRuns all;
    private final MapRun run;
    private long from;

    MapRedrive(DrivenMapRuns all, MapRun run) {
        this.all = all;
        this.run = run;
    }

    /// @return whether anything was done
    boolean step(MapRunRow row) {
        var redrives = all.store().redrives();
        if (row.children().unsuccessful() == 0 || from >= row.children().total()) {
            from = 0;
            run.write(redrives.begin(run.held(), row));
            return true;
        }
        var page = all.store().items().unsuccessful(row.tenant(), row.mapRunNo(), from, from + WINDOW, PAGE);
        if (page.isEmpty()) {
            from += WINDOW;
            return true;
        }
        var numbers = page.stream().map(Ended::executionNo).filter(number -> number != 0).toList();
        if (!numbers.isEmpty() && all.spokenTo(row.tenant(), numbers)) {
            return false; // a stop that comes late must not reach a child that runs again
        }
        run.write(redrives.takeBack(run.held(), row, page));
        return true;
    }
}
