// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.engine.ExecutionStatus;
import io.fermata.journal.ExecutionTable;
import io.fermata.tenancy.Permission;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The executions of a tenant, newest first, narrowed by status and machine, in pages by cursor.
@Controller
class ListPage {

    private static final int PAGE = 50;
    private static final int MACHINES = 200;

    private final ExecutionRows rows;
    private final StateMachines machines;

    ListPage(ExecutionRows rows, StateMachines machines) {
        this.rows = rows;
        this.machines = machines;
    }

    /// A choice of the status filter.
    record Choice(String value, String word) {}

    @GetMapping("/t/{slug}/executions")
    @RequiresPermission(Permission.EXECUTION_READ)
    String list(Visit visit, @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String machine, @RequestParam(defaultValue = "") String before,
            Model model) {
        Shell.of(model, "executions", "Executions").here("Executions");
        var chosen = Arrays.stream(ExecutionStatus.values()).filter(one -> one.name().equals(status)).findFirst();
        var found = machine.isEmpty() ? List.<StateMachine>of() : machines.named(visit.id(), machine);
        boolean nothing = !machine.isEmpty() && found.isEmpty();
        var filter = new ExecutionTable.Filter(found.isEmpty() ? null : found.getFirst().id(), chosen.orElse(null),
                ExecutionRows.cursor(before));
        var page = nothing ? new ExecutionRows.Rows(List.of(), null) : rows.of(visit, filter, PAGE);
        model.addAttribute("rows", page.rows());
        model.addAttribute("next", page.next());
        model.addAttribute("first", before.isEmpty());
        model.addAttribute("status", chosen.map(Enum::name).orElse(""));
        model.addAttribute("machine", machine);
        model.addAttribute("filtered", chosen.isPresent() || !machine.isEmpty());
        model.addAttribute("statuses",
                Arrays.stream(ExecutionStatus.values())
                        .map(one -> new Choice(one.name(), io.fermata.web.console.text.StatusWord.of(one).word()))
                        .toList());
        model.addAttribute("machines", machines.list(visit.id(), Optional.empty(), MACHINES).items().stream()
                .map(StateMachine::name).toList());
        return "executions/list";
    }
}
