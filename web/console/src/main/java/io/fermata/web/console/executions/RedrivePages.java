// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.MapRunRow;
import io.fermata.language.State;
import io.fermata.node.Executions;
import io.fermata.node.Redrives.RedriveAnswer;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// The way to make an execution go on that ended badly: first what that would do, then the deed.
@Controller
class RedrivePages {

    private final StateMachines machines;
    private final Executions executions;
    private final Audit audit;

    RedrivePages(StateMachines machines, Executions executions, Audit audit) {
        this.machines = machines;
        this.executions = executions;
        this.audit = audit;
    }

    /// A state that would be done again.
    ///
    /// @param times in how many branches and iterations
    /// @param calls what it calls again, or how many children of its Map Run run again; empty when there is neither
    record Again(String name, long times, String calls) {}

    @GetMapping("/t/{slug}/state-machines/{machine}/executions/{name}/redrive")
    @RequiresPermission(Permission.EXECUTION_START)
    String plan(Visit visit, @PathVariable String machine, @PathVariable String name, Model model) {
        return page(visit, machine, find(visit, machine, name), null, model);
    }

    @PostMapping("/t/{slug}/state-machines/{machine}/executions/{name}/redrive")
    @RequiresPermission(Permission.EXECUTION_START)
    String redrive(Visit visit, @PathVariable String machine, @PathVariable String name, Model model,
            HttpServletResponse response) {
        var row = find(visit, machine, name);
        return switch (executions.redrives().redrive(row, null)) {
            case RedriveAnswer.Redriven _ -> {
                audit.record(visit.id(),
                        AuditEntry.done(visit.principal(), "execution.redrive", machine + ":" + name));
                yield "redirect:" + visit.path("state-machines", machine, "executions", name);
            }
            case RedriveAnswer.Refused(var reason) -> {
                response.setStatus(HttpServletResponse.SC_CONFLICT);
                yield page(visit, machine, row, "Not redriven: " + reason + ".", model);
            }
            case RedriveAnswer.Unavailable _ -> {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                yield page(visit, machine, row, "Not redriven: its node did not answer in time. Try again.", model);
            }
        };
    }

    private String page(Visit visit, String machine, ExecutionRow row, @Nullable String problem, Model model) {
        var path = visit.path("state-machines", machine, "executions", row.name());
        Shell.of(model, "executions", "Redrive " + row.name()).via("Executions", visit.path("executions"))
                .via(row.name(), path).here("Redrive");
        var against = executions.redrives().reasonAgainst(row);
        model.addAttribute("name", row.name());
        model.addAttribute("path", path);
        model.addAttribute("problem", problem);
        model.addAttribute("against", against.orElse(null));
        model.addAttribute("again", against.isPresent() ? List.of() : again(row));
        model.addAttribute("startPath", visit.path("state-machines", machine, "start"));
        return "executions/redrive";
    }

    private List<Again> again(ExecutionRow row) {
        var read = executions.reads().read(row);
        var runs = read.mapRunsDoneAgain().stream()
                .flatMap(started -> executions.maps().list(row, started - 1, 1).stream()).toList();
        return read.doneAgain().stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())).entrySet().stream()
                .map(entry -> new Again(entry.getKey().name(), entry.getValue(),
                        calls(entry.getKey(), runs)))
                .sorted((one, other) -> one.name().compareTo(other.name())).toList();
    }

    private String calls(State state, List<MapRunRow> runs) {
        return switch (state) {
            case State.Task task -> task.resource().arn();
            case State.Map map when map.distribution() != null -> children(runs.stream()
                    .filter(run -> run.stateName().equals(map.name())).toList());
            case State _ -> "";
        };
    }

    private static String children(List<MapRunRow> runs) {
        if (runs.isEmpty()) {
            return "all children, in a new Map Run";
        }
        long all = runs.stream().mapToLong(run -> run.children().total()).sum();
        long kept = runs.stream().mapToLong(run -> run.children().succeeded()).sum();
        return (all - kept) + " of " + all + (all == 1 ? " child" : " children");
    }

    private ExecutionRow find(Visit visit, String machine, String name) {
        return machines.named(visit.id(), machine).stream().map(StateMachine::id)
                .flatMap(id -> executions.reads().find(visit.id(), id, name).stream()).findFirst()
                .orElseThrow(NotHereException::new);
    }
}
