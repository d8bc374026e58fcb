// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
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
import io.fermata.web.console.text.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/// One execution of a state machine, and the way to stop it.
@Controller
class ExecutionPages {

    private final StateMachines machines;
    private final Executions executions;
    private final ExecutionView view;
    private final Audit audit;

    ExecutionPages(StateMachines machines, Executions executions, ExecutionView view, Audit audit) {
        this.machines = machines;
        this.executions = executions;
        this.view = view;
        this.audit = audit;
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
        Shell.of(model, "executions", "Execution " + name)
                .via("State machines", visit.path("state-machines"))
                .via(machine, visit.path("state-machines", machine))
                .via("Executions", visit.path("executions") + "?machine=" + encoded(machine)).here(name).filling();
        model.addAttribute("machine", machine);
        model.addAttribute("path", visit.path("state-machines", machine, "executions", name));
        model.addAttribute("machinePath", visit.path("state-machines", machine));
        model.addAttribute("child", false);
        return view.show(visit, row, new ExecutionView.Choice(s, v, before), script != null, model, response);
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
            executions.reads().askForKey(row.tenant(), row.executionNo());
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
                .flatMap(id -> executions.reads().find(visit.id(), id, name).stream()).findFirst()
                .orElseThrow(NotHereException::new);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
