// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.engine.ExecutionStatus;
import io.fermata.journal.ExecutionTable;
import io.fermata.node.Executions;
import io.fermata.tenancy.Permission;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.text.StatusWord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// The first page of a tenant: what happened in the last 24 hours, what failed, and where to begin.
@Controller
class OverviewPage {

    private static final Duration LATELY = Duration.ofHours(24);
    private static final int ROWS = 8;

    private final Executions executions;
    private final ExecutionRows rows;
    private final InstantSource clock;

    OverviewPage(Executions executions, ExecutionRows rows, InstantSource clock) {
        this.executions = executions;
        this.rows = rows;
        this.clock = clock;
    }

    /// How many executions have a status.
    record Count(StatusWord status, long count, String href) {}

    @GetMapping("/t/{slug}")
    @RequiresPermission(Permission.EXECUTION_READ)
    String overview(Visit visit, Model model) {
        Shell.of(model, "overview", "Overview").here("Overview");
        var counts = executions.table().countByStatus(visit.id(), clock.instant().minus(LATELY));
        model.addAttribute("counts",
                Arrays.stream(ExecutionStatus.values())
                        .map(status -> new Count(StatusWord.of(status), counts.getOrDefault(status, 0L),
                                visit.path("executions") + "?status=" + status))
                        .toList());
        var latest = rows.of(visit, new ExecutionTable.Filter(null, null, null), ROWS).rows();
        model.addAttribute("latest", latest);
        model.addAttribute("failed",
                rows.of(visit, new ExecutionTable.Filter(null, ExecutionStatus.FAILED, null), ROWS).rows());
        return "frame/overview";
    }
}
