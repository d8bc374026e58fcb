// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Recorded;
import io.fermata.integrations.approval.Approval;
import io.fermata.integrations.approval.Approvals;
import io.fermata.journal.ExecutionRow;
import io.fermata.language.MachineType;
import io.fermata.node.Executions;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.graph.Graphs;
import io.fermata.web.console.live.Watching;
import io.fermata.web.console.text.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/// One execution: what it waits for, graph, timeline, events, the chosen state; and the way to stop it. The live fragment
/// is the same markup as inside the page.
@Controller
class ExecutionPages {

    private static final int EVENTS = 50;

    private final StateMachines machines;
    private final Executions executions;
    private final Approvals approvals;
    private final Graphs graphs;
    private final Audit audit;
    private final InstantSource clock;

    ExecutionPages(StateMachines machines, Executions executions, Approvals approvals, Graphs graphs, Audit audit,
            InstantSource clock) {
        this.machines = machines;
        this.executions = executions;
        this.approvals = approvals;
        this.graphs = graphs;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping("/t/{slug}/state-machines/{machine}/executions/{name}")
    @RequiresPermission(Permission.EXECUTION_READ)
    String detail(Visit visit, @PathVariable String machine, @PathVariable String name,
            @RequestParam(defaultValue = "") String s, @RequestParam(defaultValue = "0") int v,
            @RequestParam(defaultValue = "0") long before,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String script,
            Model model, HttpServletResponse response) {
        if (machines.find(visit.id(), machine).filter(found -> found.type() == MachineType.EXPRESS).isPresent()) {
            return "redirect:" + ExecutionRows.expressPath(executions, visit, machine, name);
        }
        var row = find(visit, machine, name);
        var definition = executions.facts(row).definition();
        var story = Story.of(definition.flow(), executions.history(row));
        var now = clock.instant();
        var stopped = row.stoppedAt();
        var end = stopped == null ? now : stopped;
        var asked = visit.may(Permission.APPROVAL_READ)
                ? approvals.forExecution(visit.id(), row.executionNo())
                : List.<Approval>of();
        var sentence = Sentence.of(row, story, asked, now);
        boolean running = !row.status().closed();
        var path = visit.path("state-machines", machine, "executions", name);
        Shell.of(model, "executions", sentence.status().word() + " - " + name)
                .via("State machines", visit.path("state-machines"))
                .via(machine, visit.path("state-machines", machine))
                .via("Executions", visit.path("executions") + "?machine=" + encoded(machine)).here(name).filling();
        var selected = Inspector.of(definition.flow(), s, v, story, now, end);
        model.addAttribute("name", name);
        model.addAttribute("machine", machine);
        model.addAttribute("path", path);
        model.addAttribute("machinePath", visit.path("state-machines", machine));
        model.addAttribute("number", Long.toString(row.executionNo(), Character.MAX_RADIX));
        model.addAttribute("rev", row.lastEvent());
        model.addAttribute("seen", Watching.revision(row.lastEvent(),
                asked.stream().mapToLong(approval -> approval.votes().size()).sum()));
        model.addAttribute("running", running);
        model.addAttribute("sentence", sentence);
        model.addAttribute("started", Words.time(row.startedAt(), now));
        model.addAttribute("ago", Words.relative(row.startedAt(), now));
        model.addAttribute("took", Words.duration(Duration.between(row.startedAt(), end)));
        model.addAttribute("startedBy", row.startedBy());
        model.addAttribute("transitions", story.stays().size());
        model.addAttribute("retries", story.retries());
        model.addAttribute("redrives", row.redriveCount());
        model.addAttribute("redrivable", !running && executions.redrives().reasonAgainst(row).isEmpty());
        model.addAttribute("timeline", Timeline.of(definition.flow(), story, now, end, running));
        model.addAttribute("graph", graphs.ofRevision(row.revisionId(), definition,
                Timeline.colouring(story, selected.isPresent() ? s : null, "?s=", now, end)));
        model.addAttribute("selected", selected.isPresent() ? s : "");
        model.addAttribute("inspector", selected.orElseGet(() -> Inspector.whole(name, sentence.status(), story)));
        model.addAttribute("people",
                asked.stream().filter(approval -> selected.isEmpty() || selected.get().asked(approval))
                        .map(approval -> Asked.of(visit, approval, now)).toList());
        model.addAttribute("approval", asked.stream().filter(approval -> approval.status() == Approval.Status.OPEN
                && approval.stateName().equals(sentence.state())).findFirst()
                .map(approval -> visit.path("approvals", approval.id())).orElse(visit.path("approvals")));
        events(row, story, before, model);
        response.addHeader("Vary", "HX-Request");
        return script == null ? "executions/detail" : "executions/detail :: live";
    }

    private void events(ExecutionRow row, Story story, long before, Model model) {
        long last = before > 1 ? Math.min(before - 1, row.lastEvent()) : row.lastEvent();
        long first = Math.max(1, last - EVENTS + 1);
        List<EventRow> shown = executions.events(row.tenant(), row.executionNo(), first, last).reversed().stream()
                .map(recorded -> event(row, recorded, story)).toList();
        model.addAttribute("events", shown);
        model.addAttribute("older", first > 1 ? first : null);
        model.addAttribute("newest", last == row.lastEvent());
    }

    private static EventRow event(ExecutionRow row, Recorded recorded, Story story) {
        return EventRow.of(recorded, (HistoryEvent) recorded.entry(), story.stateOf(recorded.id()), row.startedAt());
    }

    @GetMapping("/t/{slug}/state-machines/{machine}/executions/{name}/stop")
    @RequiresPermission(Permission.EXECUTION_STOP)
    String askToStop(Visit visit, @PathVariable String machine, @PathVariable String name, Model model) {
        var row = find(visit, machine, name);
        return stopPage(visit, machine, row, null, model);
    }

    @PostMapping("/t/{slug}/state-machines/{machine}/executions/{name}/stop")
    @RequiresPermission(Permission.EXECUTION_STOP)
    String stop(Visit visit, @PathVariable String machine, @PathVariable String name,
            @RequestParam(defaultValue = "") String cause, Model model, HttpServletResponse response) {
        var row = find(visit, machine, name);
        var text = Words.cut(cause.strip(), 2_000);
        if (executions.stop(row, null, text.isEmpty() ? null : text).isEmpty()) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return stopPage(visit, machine, row, "Not stopped: its node did not answer in time. Try again.", model);
        }
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "execution.stop", machine + ":" + name));
        return "redirect:" + visit.path("state-machines", machine, "executions", name);
    }

    private static String stopPage(Visit visit, String machine, ExecutionRow row, @Nullable String problem,
            Model model) {
        var path = visit.path("state-machines", machine, "executions", row.name());
        Shell.of(model, "executions", "Stop " + row.name()).via("Executions", visit.path("executions"))
                .via(row.name(), path).here("Stop");
        model.addAttribute("name", row.name());
        model.addAttribute("path", path);
        model.addAttribute("running", !row.status().closed());
        model.addAttribute("problem", problem);
        return "executions/stop";
    }

    private ExecutionRow find(Visit visit, String machine, String name) {
        return machines.named(visit.id(), machine).stream().map(StateMachine::id)
                .flatMap(id -> executions.find(visit.id(), id, name).stream()).findFirst()
                .orElseThrow(NotHereException::new);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
