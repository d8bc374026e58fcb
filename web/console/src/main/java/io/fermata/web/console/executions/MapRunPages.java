// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.engine.ExecutionStatus;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.MapRunRow;
import io.fermata.node.Executions;
import io.fermata.node.MapRuns;
import io.fermata.tenancy.Permission;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/// The Map Runs of distributed Maps: how the children are doing, which they are, and each of them as an execution.
@Controller
class MapRunPages {

    private static final int PAGE = 50;

    private final Executions executions;
    private final ExecutionRows rows;
    private final ExecutionView view;
    private final MapRunRows runs;
    private final InstantSource clock;

    MapRunPages(Executions executions, ExecutionRows rows, ExecutionView view, MapRunRows runs, InstantSource clock) {
        this.executions = executions;
        this.rows = rows;
        this.view = view;
        this.runs = runs;
        this.clock = clock;
    }

    /// One kind of end, and how many children and items have it.
    record Count(String word, long children, long items) {}

    @GetMapping("/t/{slug}/map-runs/{uuid}")
    @RequiresPermission(Permission.EXECUTION_READ)
    String detail(Visit visit, @PathVariable String uuid, @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String before, Model model) {
        var run = find(visit, uuid);
        var now = clock.instant();
        var parent = executions.reads().find(visit.id(), run.executionNo());
        var parentPath = rows.href(visit, run.executionNo());
        Shell.of(model, "executions", "Map Run of " + run.stateName()).via("Executions", visit.path("executions"))
                .via(parent.map(ExecutionRow::name).orElse("execution"),
                        parentPath.orElse(visit.path("executions")))
                .here(run.stateName());
        var chosen = Arrays.stream(ExecutionStatus.values()).filter(one -> one.name().equals(status)).findFirst();
        boolean express = executions.maps().expressChildren(run);
        var page = express
                ? new ExecutionRows.Rows(List.of(), null)
                : rows.children(visit, run, chosen.orElse(null), ExecutionRows.cursor(before), PAGE);
        var tally = executions.maps().tally(run);
        model.addAttribute("path", visit.path("map-runs", uuid));
        model.addAttribute("run", run);
        model.addAttribute("parent", parent.map(ExecutionRow::name).orElse(""));
        model.addAttribute("parentPath", parentPath.orElse(null));
        model.addAttribute("word", MapRunRows.status(run));
        model.addAttribute("started", Words.time(run.startedAt(), now));
        model.addAttribute("took", runs.took(run));
        model.addAttribute("bounds", bounds(run));
        model.addAttribute("counts", counts(tally));
        model.addAttribute("batched", tally.children().total() != tally.items().total());
        model.addAttribute("express", express);
        model.addAttribute("rows", page.rows());
        model.addAttribute("next", page.next());
        model.addAttribute("first", before.isEmpty());
        model.addAttribute("status", chosen.map(Enum::name).orElse(""));
        model.addAttribute("statuses", Arrays.stream(ExecutionStatus.values())
                .map(one -> new ListPage.Choice(one.name(), StatusWord.of(one).word())).toList());
        return "executions/map-run";
    }

    @GetMapping("/t/{slug}/map-runs/{uuid}/executions/{name}")
    @RequiresPermission(Permission.EXECUTION_READ)
    String child(Visit visit, @PathVariable String uuid, @PathVariable String name,
            @RequestParam(defaultValue = "") String s, @RequestParam(defaultValue = "0") int v,
            @RequestParam(defaultValue = "0") long before,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String script, Model model,
            HttpServletResponse response) {
        var run = find(visit, uuid);
        var row = executions.reads().child(visit.id(), name).filter(found -> found.stateMachineId() == -run.mapRunNo())
                .orElseThrow(NotHereException::new);
        var runPath = visit.path("map-runs", uuid);
        Shell.of(model, "executions", "Execution " + name).via("Executions", visit.path("executions"))
                .via("Map Run of " + run.stateName(), runPath).here(name).filling();
        model.addAttribute("machine", run.stateName());
        model.addAttribute("path", visit.path("map-runs", uuid, "executions", name));
        model.addAttribute("machinePath", runPath);
        model.addAttribute("child", true);
        return view.show(visit, row, new ExecutionView.Choice(s, v, before), script != null, model, response);
    }

    private MapRunRow find(Visit visit, String uuid) {
        return executions.maps().find(visit.id(), uuid).orElseThrow(NotHereException::new);
    }

    private static String bounds(MapRunRow run) {
        var bounds = run.bounds();
        var text = bounds.maxConcurrency() == 0
                ? "as many at once as the engine allows"
                : "at most " + bounds.maxConcurrency() + " at once";
        if (bounds.toleratedCount() > 0) {
            text += ", " + bounds.toleratedCount() + " failed items tolerated";
        }
        return bounds.toleratedPercentage() > 0
                ? text + ", " + percent(bounds.toleratedPercentage()) + " % failed items tolerated"
                : text;
    }

    private static String percent(double share) {
        return BigDecimal.valueOf(share).stripTrailingZeros().toPlainString();
    }

    private static List<Count> counts(MapRuns.Tally tally) {
        var children = tally.children();
        var items = tally.items();
        var counts = new ArrayList<Count>();
        counts.add(new Count("Pending", children.pending(), items.pending()));
        if (children.pendingRedrive() > 0) {
            counts.add(new Count("To run again", children.pendingRedrive(), items.pendingRedrive()));
        }
        counts.addAll(List.of(
                new Count(StatusWord.RUNNING.word(), children.running(), items.running()),
                new Count(StatusWord.SUCCEEDED.word(), children.succeeded(), items.succeeded()),
                new Count(StatusWord.FAILED.word(), children.failed(), items.failed()),
                new Count(StatusWord.TIMED_OUT.word(), children.timedOut(), items.timedOut()),
                new Count(StatusWord.STOPPED.word(), children.aborted(), items.aborted()),
                new Count("All", children.total(), items.total())));
        return counts;
    }
}
