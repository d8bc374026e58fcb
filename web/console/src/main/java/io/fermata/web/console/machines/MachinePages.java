// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.machines;

import io.fermata.catalog.Definitions;
import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.journal.ExecutionTable;
import io.fermata.language.MachineType;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.executions.ExecutionRows;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.graph.Colouring;
import io.fermata.web.console.graph.Graphs;
import io.fermata.web.console.text.Words;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// State machines: the list, one machine, and its deletion.
@Controller
class MachinePages {

    private static final int PAGE = 50;
    private static final int LAST_RUNS = 10;

    private final StateMachines machines;
    private final Definitions definitions;
    private final Graphs graphs;
    private final ExecutionRows executions;
    private final Audit audit;
    private final InstantSource clock;

    MachinePages(StateMachines machines, Definitions definitions, Graphs graphs, ExecutionRows executions, Audit audit,
            InstantSource clock) {
        this.machines = machines;
        this.definitions = definitions;
        this.graphs = graphs;
        this.executions = executions;
        this.audit = audit;
        this.clock = clock;
    }

    /// A machine in the list.
    record Row(String name, String href, String startHref, String type, boolean active, Words.Time updated) {}

    @GetMapping("/t/{slug}/state-machines")
    @RequiresPermission(Permission.STATE_MACHINE_READ)
    String list(Visit visit, @RequestParam(defaultValue = "") String after, Model model) {
        Shell.of(model, "machines", "State machines").here("State machines");
        var page = machines.list(visit.id(), Optional.of(after).filter(name -> !name.isEmpty()), PAGE);
        var now = clock.instant();
        model.addAttribute("machines", page.items().stream().map(machine -> new Row(machine.name(),
                path(visit, machine), visit.path("state-machines", machine.name(), "start"),
                machine.type().name().toLowerCase(Locale.ROOT), machine.status() == StateMachine.Status.ACTIVE,
                Words.time(machine.updatedAt(), now))).toList());
        model.addAttribute("next", page.next().orElse(null));
        model.addAttribute("first", after.isEmpty());
        return "machines/list";
    }

    @GetMapping("/t/{slug}/state-machines/{machine}")
    @RequiresPermission(Permission.STATE_MACHINE_READ)
    String detail(Visit visit, @PathVariable("machine") String name, Model model) {
        var machine = machines.find(visit.id(), name).orElseThrow(NotHereException::new);
        Shell.of(model, "machines", name).via("State machines", visit.path("state-machines")).here(name).filling();
        var definition = definitions.findWhenThere(visit.id(), machine.revision().id())
                .orElseThrow(NotHereException::new);
        model.addAttribute("machine", machine);
        model.addAttribute("kmsKey",
                machine.revision().encryption().customerKey().map(CustomerKey::kmsKeyId).orElse(null));
        model.addAttribute("path", path(visit, machine));
        model.addAttribute("active", machine.status() == StateMachine.Status.ACTIVE);
        model.addAttribute("type", machine.type().name().toLowerCase(Locale.ROOT));
        model.addAttribute("updated", Words.time(machine.updatedAt(), clock.instant()));
        model.addAttribute("states", Graphs.size(definition.flow()));
        model.addAttribute("comment", definition.comment());
        model.addAttribute("graph",
                graphs.ofRevision(machine.revision().id(), machine.name(), definition, Colouring.PLAIN));
        boolean express = machine.type() == MachineType.EXPRESS;
        model.addAttribute("express", express);
        model.addAttribute("executions", express
                ? executions.express(visit, name, LAST_RUNS)
                : executions.of(visit, new ExecutionTable.Filter(machine.id(), null, null), LAST_RUNS).rows());
        return "machines/detail";
    }

    @GetMapping("/t/{slug}/state-machines/{machine}/delete")
    @RequiresPermission(Permission.STATE_MACHINE_WRITE)
    String askToDelete(Visit visit, @PathVariable("machine") String name, Model model) {
        var machine = machines.find(visit.id(), name).orElseThrow(NotHereException::new);
        Shell.of(model, "machines", "Delete " + name).via("State machines", visit.path("state-machines"))
                .via(name, path(visit, machine)).here("Delete");
        model.addAttribute("name", name);
        model.addAttribute("path", path(visit, machine));
        model.addAttribute("running", executions.anyRunning(visit, machine.id()));
        return "machines/delete";
    }

    @PostMapping("/t/{slug}/state-machines/{machine}/delete")
    @RequiresPermission(Permission.STATE_MACHINE_WRITE)
    String delete(Visit visit, @PathVariable("machine") String name) {
        if (!machines.delete(visit.id(), name)) {
            throw new NotHereException();
        }
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "state-machine.delete", name));
        return "redirect:" + visit.path("state-machines");
    }

    private static String path(Visit visit, StateMachine machine) {
        return visit.path("state-machines", machine.name());
    }
}
