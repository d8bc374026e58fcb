// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.machines;

import io.fermata.catalog.Names;
import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.journal.ExecutionTable;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.node.Executions;
import io.fermata.node.StartAnswer;
import io.fermata.node.StartRequest;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.tenancy.keys.KmsRefusedException;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.text.Pretty;
import io.fermata.web.console.text.Words;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/// Starting an execution. The form offers the input of an earlier one.
@Controller
class StartPages {

    private static final int TOO_MANY_REQUESTS = 429;

    private final StateMachines machines;
    private final Executions executions;
    private final Samples samples;
    private final Audit audit;

    StartPages(StateMachines machines, Executions executions, Samples samples, Audit audit) {
        this.machines = machines;
        this.executions = executions;
        this.samples = samples;
        this.audit = audit;
    }

    @GetMapping("/t/{slug}/state-machines/{machine}/start")
    @RequiresPermission(Permission.EXECUTION_START)
    String form(Visit visit, @PathVariable("machine") String name, @RequestParam(defaultValue = "") String from,
            Model model) {
        var machine = machine(visit, name);
        return page(visit, model, name, "", offered(visit, machine, from), null);
    }

    private String offered(Visit visit, StateMachine machine, String from) {
        var earlier = from.isEmpty()
                ? executions.table().list(visit.id(), new ExecutionTable.Filter(machine.id(), null, null), 1).stream()
                        .findFirst()
                : executions.reads().find(visit.id(), machine.id(), from);
        return earlier.flatMap(row -> executions.reads().input(visit.id(), row.executionNo())).map(Pretty::text)
                .or(() -> samples.find(machine.name()).map(Samples.Sample::input)).orElse("{}");
    }

    @PostMapping("/t/{slug}/state-machines/{machine}/start")
    @RequiresPermission(Permission.EXECUTION_START)
    String start(Visit visit, @PathVariable("machine") String name, @RequestParam(defaultValue = "") String execution,
            @RequestParam(defaultValue = "") String input, Model model, HttpServletResponse response) {
        var machine = machine(visit, name);
        var chosen = execution.strip();
        if (!chosen.isEmpty() && !Names.isValid(chosen)) {
            return refuse(visit, model, response, name, chosen, input,
                    "The name has 1 to 80 characters, without spaces and without any of < > { } [ ] ? * \" # % \\ ^ | ~ ` $ & , ; : /");
        }
        JsonNode value;
        try {
            value = Json.parse(input.isBlank() ? "{}" : input);
        } catch (IllegalArgumentException notJson) {
            return refuse(visit, model, response, name, chosen, input,
                    "The input is not JSON: " + notJson.getMessage());
        }
        int most = executions.limits(visit.id()).payloadBytes();
        if (!Json.fits(value, most)) {
            return refuse(visit, model, response, name, chosen, input, "The input is larger than "
                    + Words.size(most) + ": put large data elsewhere and pass its address.");
        }
        var request = new StartRequest(visit.id(), machine.id(), machine.revision().id(),
                chosen.isEmpty() ? null : chosen, value, visit.principal().name());
        StartAnswer answer;
        try {
            answer = executions.start(request);
        } catch (KmsRefusedException refusal) {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            return page(visit, model, name, chosen, input, "Not started: " + refusal.getMessage());
        }
        return switch (answer) {
            case StartAnswer.Started started -> {
                audit.record(visit.id(),
                        AuditEntry.done(visit.principal(), "execution.start", name + ":" + started.name()));
                yield "redirect:" + (machine.type() == MachineType.EXPRESS
                        ? visit.path("state-machines", name, "express", started.name(), started.runId())
                        : visit.path("state-machines", name, "executions", started.name()));
            }
            case StartAnswer.NameTaken taken when taken.sameInputAndRunning() ->
                "redirect:" + visit.path("state-machines", name, "executions", taken.existing().name());
            case StartAnswer.NameTaken _ -> {
                response.setStatus(HttpServletResponse.SC_CONFLICT);
                yield page(visit, model, name, chosen, input,
                        "This state machine has an execution of that name already: choose another, or leave the name empty.");
            }
            case StartAnswer.Throttled _ -> {
                response.setStatus(TOO_MANY_REQUESTS);
                yield page(visit, model, name, chosen, input,
                        "Not started: too many starts are under way here. Try again in a moment.");
            }
            case StartAnswer.Unavailable _ -> {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                yield page(visit, model, name, chosen, input, "Not started: no node could take it in time. Try again.");
            }
        };
    }

    private StateMachine machine(Visit visit, String name) {
        return machines.find(visit.id(), name).filter(found -> found.status() == StateMachine.Status.ACTIVE)
                .orElseThrow(NotHereException::new);
    }

    private String refuse(Visit visit, Model model, HttpServletResponse response, String machine, String execution,
            String input, String problem) {
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return page(visit, model, machine, execution, input, problem);
    }

    private String page(Visit visit, Model model, String machine, String execution, String input,
            @Nullable String problem) {
        Shell.of(model, "machines", "Start " + machine).via("State machines", visit.path("state-machines"))
                .via(machine, visit.path("state-machines", machine)).here("Start");
        model.addAttribute("machine", machine);
        model.addAttribute("execution", execution);
        model.addAttribute("input", input);
        model.addAttribute("most", Words.size(executions.limits(visit.id()).payloadBytes()));
        model.addAttribute("problem", problem);
        return "machines/start";
    }
}
