// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Recorded;
import io.fermata.integrations.approval.Approval;
import io.fermata.integrations.approval.Approvals;
import io.fermata.journal.ExecutionRow;
import io.fermata.node.Executions;
import io.fermata.tenancy.Permission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.graph.Graphs;
import io.fermata.web.console.live.Watching;
import io.fermata.web.console.text.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/// What the page of an execution shows, be it started by someone or a child of a Map Run: what it waits for, graph,
/// timeline, events, the chosen state. The live fragment is the same markup as inside the page. Any thread.
@Component
class ExecutionView {

    private static final int EVENTS = 50;

    private final Executions executions;
    private final Approvals approvals;
    private final Graphs graphs;
    private final MapRunRows maps;
    private final InstantSource clock;

    ExecutionView(Executions executions, Approvals approvals, Graphs graphs, MapRunRows maps, InstantSource clock) {
        this.executions = executions;
        this.approvals = approvals;
        this.graphs = graphs;
        this.maps = maps;
        this.clock = clock;
    }

    /// What of the execution is looked at.
    ///
    /// @param state empty for the whole
    /// @param visit which visit of the state, from 1; 0 for the last
    /// @param before shows older events than this; 0 for the newest
    record Choice(String state, int visit, long before) {}

    /// Fills the model, whose crumbs, `machine`, `path`, `machinePath` and `child` the caller has set.
    ///
    /// @param fragment whether only the live part is asked for
    String show(Visit visit, ExecutionRow row, Choice choice, boolean fragment, Model model,
            HttpServletResponse response) {
        var facts = executions.reads().facts(row);
        var definition = facts.definition();
        var story = Story.of(definition.flow(), executions.reads().history(row));
        var now = clock.instant();
        var stopped = row.stoppedAt();
        var end = stopped == null ? now : stopped;
        var asked = visit.may(Permission.APPROVAL_READ)
                ? approvals.forExecution(visit.id(), row.executionNo())
                : List.<Approval>of();
        var sentence = Sentence.of(row, story, asked, now);
        boolean running = !row.status().closed();
        model.addAttribute("title", sentence.status().word() + " - " + row.name());
        var selected = Inspector.of(definition.flow(), choice.state, choice.visit, story, now, end);
        model.addAttribute("name", row.name());
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
        model.addAttribute("graph", graphs.ofRevision(row.revisionId(), facts.stateMachineName(), definition,
                Timeline.colouring(story, selected.isPresent() ? choice.state : null, "?s=", now, end)));
        model.addAttribute("selected", selected.isPresent() ? choice.state : "");
        model.addAttribute("inspector",
                selected.orElseGet(() -> Inspector.whole(row.name(), sentence.status(), story)));
        model.addAttribute("people",
                asked.stream().filter(approval -> selected.isEmpty() || selected.get().asked(approval))
                        .map(approval -> Asked.of(visit, approval, now)).toList());
        model.addAttribute("approval", asked.stream().filter(approval -> approval.status() == Approval.Status.OPEN
                && approval.stateName().equals(sentence.state())).findFirst()
                .map(approval -> visit.path("approvals", approval.id())).orElse(visit.path("approvals")));
        events(row, story, choice.before, model);
        model.addAttribute("mapRuns",
                story.runsMaps() ? maps.of(visit, row, selected.isPresent() ? choice.state : "") : List.of());
        response.addHeader("Vary", "HX-Request");
        return fragment ? "executions/detail :: live" : "executions/detail";
    }

    private void events(ExecutionRow row, Story story, long before, Model model) {
        long last = before > 1 ? Math.min(before - 1, row.lastEvent()) : row.lastEvent();
        long first = Math.max(1, last - EVENTS + 1);
        List<EventRow> shown = executions.reads().events(row.tenant(), row.executionNo(), first, last).reversed()
                .stream()
                .map(recorded -> event(row, recorded, story)).toList();
        model.addAttribute("events", shown);
        model.addAttribute("older", first > 1 ? first : null);
        model.addAttribute("newest", last == row.lastEvent());
    }

    private static EventRow event(ExecutionRow row, Recorded recorded, Story story) {
        return EventRow.of(recorded, (HistoryEvent) recorded.entry(), story.stateOf(recorded.id()), row.startedAt());
    }
}
