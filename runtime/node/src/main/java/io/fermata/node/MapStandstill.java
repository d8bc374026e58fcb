// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Signal;
import io.fermata.journal.MapItemTable.Ended;
import io.fermata.journal.MapRunRow;
import java.time.Duration;
import java.util.List;

/// Brings a Map Run to rest: holds back what has not started and stops what runs. One thread, that of the run.
final class MapStandstill {

    private static final int PAGE = 500;
    private static final Duration STOP_AGAIN = Duration.ofSeconds(2);

    private final DrivenMapRuns all;
    private final MapRun run;
    private long stopsSentAt = Long.MIN_VALUE;

    MapStandstill(DrivenMapRuns all, MapRun run) {
        this.all = all;
        this.run = run;
    }

    /// Stops what runs and starts nothing more.
    ///
    /// @return whether nothing runs, and all that has ended is counted
    boolean reached(MapRunRow row, List<Ended> ended) {
        var writer = all.store().writer();
        run.write(writer.holdBack(run.held(), row));
        if (!ended.isEmpty()) {
            run.write(writer.settle(run.held(), row, ended, row.releasedChildren()));
            run.nudge();
            return false;
        }
        if (all.store().items().running(row.tenant(), row.mapRunNo(), 0, 1).isEmpty()) {
            return counted(row);
        }
        long now = System.nanoTime();
        if (stopsSentAt == Long.MIN_VALUE || now - stopsSentAt > STOP_AGAIN.toNanos()) {
            stopsSentAt = now;
            stopChildren(row);
        }
        return false;
    }

    /// Nothing runs, and nothing will. What ran when the ended ones were looked up may have ended since.
    private boolean counted(MapRunRow row) {
        if (all.store().items().ended(row.tenant(), row.mapRunNo(), 1).isEmpty()) {
            return true;
        }
        run.nudge();
        return false;
    }

    private void stopChildren(MapRunRow row) {
        all.cancelExpress(row.mapRunNo());
        long after = 0;
        while (true) {
            var page = all.store().items().running(row.tenant(), row.mapRunNo(), after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            run.write(all.store().writer().send(row.tenant(), page, new Signal.Stop(null, null)));
            after = page.getLast();
        }
    }
}
