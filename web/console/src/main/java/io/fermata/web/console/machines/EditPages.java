// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.machines;

import io.fermata.catalog.NewStateMachine;
import io.fermata.catalog.StateMachineAnswer;
import io.fermata.catalog.StateMachineChange;
import io.fermata.catalog.StateMachines;
import io.fermata.language.MachineType;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.tenancy.keys.KmsRefusedException;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.graph.Graphs;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Writing definitions: a new machine from a text or a sample, and the editor. What was typed stays on the page whatever
/// the check says.
@Controller
class EditPages {

    private static final String BLANK = """
            {
              "Comment": "",
              "StartAt": "Hello",
              "States": {
                "Hello": {
                  "Type": "Pass",
                  "End": true
                }
              }
            }
            """;
    private static final String LOGGING = "{\"level\":\"OFF\",\"includeExecutionData\":false}";
    /// What the console makes itself is logged here, where its pages look.
    private static final String EXPRESS_LOGGING = "{\"level\":\"ALL\",\"includeExecutionData\":true}";
    private static final String TRACING = "{\"enabled\":false}";

    private final StateMachines machines;
    private final Samples samples;
    private final Graphs graphs;
    private final Audit audit;

    EditPages(StateMachines machines, Samples samples, Graphs graphs, Audit audit) {
        this.machines = machines;
        this.samples = samples;
        this.graphs = graphs;
        this.audit = audit;
    }

    @GetMapping("/t/{slug}/new-state-machine")
    @RequiresPermission(Permission.STATE_MACHINE_WRITE)
    String blank(Visit visit, @RequestParam(defaultValue = "") String sample, Model model) {
        var chosen = samples.find(sample);
        model.addAttribute("sample", chosen.map(Samples.Sample::name).orElse(""));
        model.addAttribute("type", MachineType.STANDARD);
        return create(visit, model, chosen.map(Samples.Sample::name).orElse(""),
                chosen.map(found -> samples.definition(found, visit.id(), visit.principal().email())).orElse(BLANK),
                null);
    }

    @PostMapping("/t/{slug}/new-state-machine")
    @RequiresPermission(Permission.STATE_MACHINE_WRITE)
    String create(Visit visit, @RequestParam(defaultValue = "") String name, @RequestParam String definition,
            @RequestParam(defaultValue = "STANDARD") MachineType type,
            @RequestParam(defaultValue = "check") String act, Model model, HttpServletResponse response) {
        model.addAttribute("type", type);
        if (act.equals("format")) {
            var formatted = Formatted.of(definition);
            return create(visit, model, name, formatted.text(), formatted.problem());
        }
        if (!act.equals("save")) {
            return create(visit, model, name, definition, null);
        }
        var asked = new NewStateMachine(name.strip(), type, definition,
                "arn:aws:iam::" + visit.tenant().accountId() + ":role/fermata",
                type == MachineType.EXPRESS ? EXPRESS_LOGGING : LOGGING, TRACING, Map.of());
        var problem = switch (machines.create(visit.id(), asked)) {
            case StateMachineAnswer.Stored(var machine, _, _) -> {
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "state-machine.create", machine.name()));
                yield null;
            }
            case StateMachineAnswer.AlreadyExists _ -> "Another state machine has this name: choose another name.";
            case StateMachineAnswer.Deleting _ ->
                "A state machine of this name is being deleted: wait until its executions have ended, or choose another name.";
            case StateMachineAnswer.InvalidName _ ->
                "The name has 1 to 80 characters, without spaces and without any of < > { } [ ] ? * \" # % \\ ^ | ~ ` $ & , ; : /";
            case StateMachineAnswer.InvalidDefinition _ ->
                "Not saved: the definition has errors. They are listed below.";
            case StateMachineAnswer.InvalidTags(var sentence) -> sentence;
            case StateMachineAnswer.NotFound _,StateMachineAnswer.NothingAsked _,StateMachineAnswer.TooManyVersions _ ->
                "Not saved: try again.";
        };
        if (problem == null) {
            return "redirect:" + visit.path("state-machines", name.strip());
        }
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return create(visit, model, name, definition, problem);
    }

    private String create(Visit visit, Model model, String name, String definition, @Nullable String problem) {
        Shell.of(model, "machines", "New state machine").via("State machines", visit.path("state-machines"))
                .here("New").filling();
        model.addAttribute("existing", false);
        model.addAttribute("samples", samples.all());
        return editor(visit, model, name, definition, problem);
    }

    @GetMapping("/t/{slug}/state-machines/{machine}/edit")
    @RequiresPermission(Permission.STATE_MACHINE_READ)
    String edit(Visit visit, @PathVariable("machine") String name, Model model) {
        var machine = machines.find(visit.id(), name).orElseThrow(NotHereException::new);
        model.addAttribute("base", machine.revision().id());
        model.addAttribute("type", machine.type());
        return edit(visit, model, name, machines.definition(machine.revision()), null);
    }

    @PostMapping("/t/{slug}/state-machines/{machine}/edit")
    @RequiresPermission(Permission.STATE_MACHINE_WRITE)
    String save(Visit visit, @PathVariable("machine") String name, @RequestParam String definition,
            @RequestParam long base, @RequestParam(defaultValue = "check") String act, Model model,
            HttpServletResponse response) {
        var current = machines.find(visit.id(), name).orElseThrow(NotHereException::new);
        model.addAttribute("base", base);
        model.addAttribute("type", current.type());
        if (act.equals("format")) {
            var formatted = Formatted.of(definition);
            return edit(visit, model, name, formatted.text(), formatted.problem());
        }
        if (!act.equals("save")) {
            return edit(visit, model, name, definition, null);
        }
        if (current.revision().id() != base) {
            model.addAttribute("base", current.revision().id());
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            return edit(visit, model, name, definition,
                    "Somebody else has saved this state machine since you opened it. Your text is still here: save again to replace theirs.");
        }
        var change = new StateMachineChange(Optional.of(definition), Optional.empty(), Optional.empty(),
                Optional.empty());
        var problem = saved(visit, name, change);
        if (problem == null) {
            return "redirect:" + visit.path("state-machines", name);
        }
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return edit(visit, model, name, definition, problem);
    }

    /// Saves a change.
    ///
    /// @return why it was not saved; null when it was
    private @Nullable String saved(Visit visit, String name, StateMachineChange change) {
        StateMachineAnswer answer;
        try {
            answer = machines.update(visit.id(), name, change);
        } catch (KmsRefusedException refusal) {
            return "Not saved: " + refusal.getMessage();
        }
        return switch (answer) {
            case StateMachineAnswer.Stored _ -> {
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "state-machine.update", name));
                yield null;
            }
            case StateMachineAnswer.InvalidDefinition _ ->
                "Not saved: the definition has errors. They are listed below.";
            case StateMachineAnswer.Deleting _ -> "This state machine is being deleted and cannot be changed.";
            case StateMachineAnswer.NotFound _ -> throw new NotHereException();
            case StateMachineAnswer.AlreadyExists _,StateMachineAnswer.InvalidName _,StateMachineAnswer.InvalidTags _,StateMachineAnswer.NothingAsked _,StateMachineAnswer.TooManyVersions _ ->
                "Not saved: try again.";
        };
    }

    private String edit(Visit visit, Model model, String name, String definition, @Nullable String problem) {
        Shell.of(model, "machines", "Edit " + name).via("State machines", visit.path("state-machines"))
                .via(name, visit.path("state-machines", name)).here("Edit").filling();
        model.addAttribute("existing", true);
        return editor(visit, model, name, definition, problem);
    }

    private String editor(Visit visit, Model model, String name, String definition, @Nullable String problem) {
        model.addAttribute("name", name);
        model.addAttribute("definition", definition);
        model.addAttribute("problem", problem);
        model.addAttribute("checkHref", visit.path("check"));
        var type = model.getAttribute("type") instanceof MachineType given ? given : MachineType.STANDARD;
        model.addAttribute("checked", Checked.of(definition, type, graphs));
        return "machines/edit";
    }

    /// The check of the text that is being typed, for scripts. Stores nothing.
    @PostMapping("/t/{slug}/check")
    @RequiresPermission(Permission.STATE_MACHINE_READ)
    String check(Visit visit, @RequestParam String definition,
            @RequestParam(defaultValue = "STANDARD") MachineType type, Model model) {
        model.addAttribute("checked", Checked.of(definition, type, graphs));
        return "machines/edit :: checked";
    }
}
