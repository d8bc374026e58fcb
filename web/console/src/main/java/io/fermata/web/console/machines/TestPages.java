// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.machines;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.engine.TaskOutcome;
import io.fermata.language.Definition;
import io.fermata.language.Flow;
import io.fermata.language.Parsed;
import io.fermata.language.State;
import io.fermata.language.asl.Asl;
import io.fermata.node.TestAnswer;
import io.fermata.node.TestRequest;
import io.fermata.node.TestRuns;
import io.fermata.node.TestRuns.Validation;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Trying one state of a machine, as it is stored or as it stands in the editor, with an input and perhaps a mock.
@Controller
class TestPages {

    private final StateMachines machines;
    private final Samples samples;
    private final TestRuns tests;
    private final TenancySettings settings;
    private final Audit audit;

    TestPages(StateMachines machines, Samples samples, TestRuns tests, TenancySettings settings, Audit audit) {
        this.machines = machines;
        this.samples = samples;
        this.tests = tests;
        this.settings = settings;
        this.audit = audit;
    }

    @GetMapping("/t/{slug}/state-machines/{machine}/test")
    @RequiresPermission(Permission.EXECUTION_START)
    String form(Visit visit, @PathVariable("machine") String name, @RequestParam(defaultValue = "") String state,
            Model model) {
        var machine = machine(visit, name);
        var input = samples.find(machine.name()).map(Samples.Sample::input).orElse("{}");
        return page(visit, model, machine, TestForm.of(state, input), "", null, null);
    }

    /// @param definition the text of the editor; empty for what is stored
    @PostMapping("/t/{slug}/state-machines/{machine}/test")
    @RequiresPermission(Permission.EXECUTION_START)
    String test(Visit visit, @PathVariable("machine") String name, @RequestParam(defaultValue = "") String definition,
            @RequestParam(defaultValue = "test") String act, @ModelAttribute("form") TestForm form, Model model,
            HttpServletResponse response) {
        var machine = machine(visit, name);
        if (!act.equals("test")) {
            var first = form.input().isBlank() ? TestForm.of(form.state(), "{}") : form;
            return page(visit, model, machine, first, definition, null, null);
        }
        try {
            var answer = tests.run(request(visit, machine, definition, form));
            audit.record(visit.id(),
                    AuditEntry.done(visit.principal(), "state.test", machine.name() + ":" + form.state()));
            return switch (answer) {
                case TestAnswer.Tried tried ->
                    page(visit, model, machine, form, definition, null, Tested.of(tried, form.mocked()));
                case TestAnswer.TooMany(var most) -> {
                    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                    yield page(visit, model, machine, form, definition, "Not tested: " + most
                            + " states are being tested at this moment, which is the most. Try again later.", null);
                }
                case TestAnswer.Unavailable _ -> {
                    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                    yield page(visit, model, machine, form, definition,
                            "Not tested: this node is being stopped. Try again.", null);
                }
            };
        } catch (TestForm.Unfit unfit) {
            response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
            return page(visit, model, machine, form, definition, unfit.getMessage(), null);
        }
    }

    private TestRequest request(Visit visit, StateMachine machine, String definition, TestForm form) {
        var state = definition(machine, definition).find(form.state())
                .orElseThrow(() -> new TestForm.Unfit("Choose a state of this definition."));
        var mock = mock(form, state);
        if (mock == null && !TestRuns.runsWithoutMock(state)) {
            throw new TestForm.Unfit("A Parallel, a Map, an activity and a task that waits for a callback or for the"
                    + " end of a job can be tested with a mocked result or error only.");
        }
        if (mock == null && !form.context().isBlank()) {
            throw new TestForm.Unfit("A context object goes with a mocked result or error only.");
        }
        var account = visit.tenant().accountId();
        return new TestRequest(
                new TestRequest.Who(visit.principal(), account, settings.region()), state,
                machine.revision().roleArn(), form.inputValue(), form.variableValues(), form.contextValue(), mock,
                new TestRequest.Setting(form.retries(), null, null), false);
    }

    private @Nullable TaskOutcome mock(TestForm form, State state) {
        var mock = form.outcome();
        if (mock instanceof TaskOutcome.Answered(var result)) {
            tests.unlike(state, result, Validation.STRICT).ifPresent(problem -> {
                throw new TestForm.Unfit(problem);
            });
        }
        if (mock != null && TestRuns.runsWithoutMock(state) && !(state instanceof State.Task)) {
            throw new TestForm.Unfit("Only a Task, a Parallel and a Map have work that could be mocked.");
        }
        return mock;
    }

    private Definition definition(StateMachine machine, String draft) {
        var text = draft.isBlank() ? machines.definition(machine.revision()) : draft;
        return switch (Asl.parse(text, machine.type())) {
            case Parsed.Valid(var definition, _) -> definition;
            case Parsed.Invalid(var findings) -> throw new TestForm.Unfit(
                    "The definition has errors: " + findings.getFirst().message());
        };
    }

    private StateMachine machine(Visit visit, String name) {
        return machines.find(visit.id(), name).orElseThrow(NotHereException::new);
    }

    private static Stream<String> names(Flow flow) {
        return flow.states().values().stream().flatMap(
                state -> Stream.concat(Stream.of(state.name()), state.inner().stream().flatMap(TestPages::names)));
    }

    private String page(Visit visit, Model model, StateMachine machine, TestForm form, String definition,
            @Nullable String problem, @Nullable Tested tested) {
        var path = visit.path("state-machines", machine.name());
        Shell.of(model, "machines", "Test a state of " + machine.name())
                .via("State machines", visit.path("state-machines")).via(machine.name(), path).here("Test");
        var trouble = problem;
        List<String> states = List.of();
        try {
            states = names(definition(machine, definition).flow()).toList();
        } catch (TestForm.Unfit unreadable) {
            trouble = unreadable.getMessage();
        }
        model.addAttribute("machine", machine.name());
        model.addAttribute("path", path);
        model.addAttribute("states", states);
        model.addAttribute("form", form);
        model.addAttribute("definition", definition);
        model.addAttribute("problem", trouble);
        model.addAttribute("tested", tested);
        return "machines/test";
    }
}
