// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.node.Executions;
import io.fermata.tenancy.Permission;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// One Express execution, as far as its machine logs it: there is no history to read.
@Controller
class ExpressPages {

    private static final int MOST_LINES = 1_000;

    private final StateMachines machines;
    private final Executions executions;
    private final InstantSource clock;

    ExpressPages(StateMachines machines, Executions executions, InstantSource clock) {
        this.machines = machines;
        this.executions = executions;
        this.clock = clock;
    }

    @GetMapping("/t/{slug}/state-machines/{machine}/express/{name}/{run}")
    @RequiresPermission(Permission.EXECUTION_READ)
    String detail(Visit visit, @PathVariable String machine, @PathVariable String name, @PathVariable String run,
            Model model) {
        var owner = machines.named(visit.id(), machine).stream().filter(one -> one.type() == MachineType.EXPRESS)
                .findFirst().orElseThrow(NotHereException::new);
        var table = executions.logs().table();
        var logged = table.find(visit.id(), machine, name, run).stream().findFirst();
        var now = clock.instant();
        var status = logged.map(found -> ExecutionRows.status(found, now));
        Shell.of(model, "executions", name).via("State machines", visit.path("state-machines"))
                .via(machine, visit.path("state-machines", machine)).here(name);
        model.addAttribute("name", name);
        model.addAttribute("machine", machine);
        model.addAttribute("machinePath", visit.path("state-machines", machine));
        model.addAttribute("status", status.orElse(null));
        model.addAttribute("level", level(owner));
        model.addAttribute("logged", switch (level(owner)) {
            case "ALL" -> "all events";
            case "ERROR" -> "failures of states and executions";
            case "FATAL" -> "failures of executions";
            default -> "nothing";
        });
        model.addAttribute("started", logged.map(found -> Words.time(found.first(), now)).orElse(null));
        model.addAttribute("took", logged.filter(_ -> !status.equals(Optional.of(StatusWord.RUNNING)))
                .map(found -> Words.duration(Duration.between(found.first(), found.last()))).orElse(""));
        model.addAttribute("refresh", status.map(StatusWord.RUNNING::equals).orElse(!level(owner).equals("OFF")));
        List<LogRow> rows = logged.map(found -> table.lines(visit.id(), machine, run, MOST_LINES).stream()
                .limit(MOST_LINES).map(line -> LogRow.of(line, found.first())).toList()).orElse(List.of());
        model.addAttribute("events", rows);
        return "executions/express";
    }

    private static String level(StateMachine machine) {
        return Json.parse(machine.logging()).path("level").asString("OFF");
    }
}
