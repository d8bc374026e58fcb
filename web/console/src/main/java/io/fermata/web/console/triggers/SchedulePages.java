// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.triggers;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.scheduler.Schedule;
import io.fermata.scheduler.Schedules;
import io.fermata.scheduler.Slot;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Schedules: the list with the next moments in each one's zone, one schedule with what came of its last moments, a new one.
@Controller
class SchedulePages {

    private static final int MACHINES = 200;
    private static final int NEXT_IN_LIST = 3;
    private static final int NEXT = 10;
    private static final int SLOTS = 20;
    private static final StatusWord ENABLED = new StatusWord("Enabled", "ok", "i-check");
    private static final StatusWord PAUSED = new StatusWord("Paused", "idle", "i-pause");
    private static final StatusWord COMPLETED = new StatusWord("Completed", "idle", "i-check");
    private static final StatusWord SKIPPED = new StatusWord("Skipped", "idle", "i-idle");

    private final Schedules schedules;
    private final StateMachines machines;
    private final Audit audit;
    private final InstantSource clock;

    SchedulePages(Schedules schedules, StateMachines machines, Audit audit, InstantSource clock) {
        this.schedules = schedules;
        this.machines = machines;
        this.audit = audit;
        this.clock = clock;
    }

    /// A schedule, ready to print.
    record Row(String name, String href, String expression, String zone, String machine, StatusWord status,
            List<String> next, String description, String input, boolean paused) {}

    /// What came of one moment.
    record Past(String due, StatusWord status, @Nullable String href, String name, String reason) {}

    /// What the form sends.
    record Form(@Nullable String name, @Nullable String expression, @Nullable String zone, @Nullable String machine,
            @Nullable String input, @Nullable String description) {

        Schedules.NewSchedule asked() {
            return new Schedules.NewSchedule(text(name), text(expression), text(zone), text(machine),
                    text(input).isEmpty() ? "{}" : text(input), text(description));
        }

        private static String text(@Nullable String given) {
            return given == null ? "" : given.strip();
        }
    }

    @GetMapping("/t/{slug}/schedules")
    @RequiresPermission(Permission.SCHEDULE_READ)
    String list(Visit visit, Model model) {
        return page(visit, model, new Form("", "rate(1 hour)", "UTC", "", "{}", ""), null);
    }

    @PostMapping("/t/{slug}/schedules")
    @RequiresPermission(Permission.SCHEDULE_WRITE)
    String create(Visit visit, @ModelAttribute Form form, @RequestParam(defaultValue = "create") String act,
            Model model, HttpServletResponse response) {
        var asked = form.asked();
        if (act.equals("preview")) {
            return switch (schedules.preview(asked.expression(), asked.zone(), NEXT)) {
                case Schedules.Times(var times) -> {
                    model.addAttribute("preview", times.stream().map(at -> local(at, asked.zone())).toList());
                    yield page(visit, model, form, null);
                }
                case Schedules.Unfit(_, var sentence) -> refuse(visit, model, form, response, sentence);
            };
        }
        return switch (schedules.create(visit.id(), asked)) {
            case Schedules.Created(var made) -> {
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "schedule.create", made.name()));
                yield "redirect:" + visit.path("schedules", made.name());
            }
            case Schedules.NameTaken(var name) ->
                refuse(visit, model, form, response, "A schedule is called " + name + " already: choose another name");
            case Schedules.Unfit(_, var sentence) -> refuse(visit, model, form, response, sentence);
        };
    }

    @GetMapping("/t/{slug}/schedules/{name}")
    @RequiresPermission(Permission.SCHEDULE_READ)
    String detail(Visit visit, @PathVariable String name, Model model) {
        var schedule = schedules.find(visit.id(), name).orElseThrow(NotHereException::new);
        Shell.of(model, "schedules", name).via("Schedules", visit.path("schedules")).here(name);
        model.addAttribute("schedule", row(visit, schedule, NEXT));
        model.addAttribute("machineHref", visit.path("state-machines", schedule.stateMachine()));
        model.addAttribute("slots", schedules.slots(visit.id(), name, SLOTS).stream()
                .map(slot -> past(visit, schedule, slot)).toList());
        return "triggers/schedule";
    }

    @PostMapping("/t/{slug}/schedules/{name}")
    @RequiresPermission(Permission.SCHEDULE_WRITE)
    String change(Visit visit, @PathVariable String name, @RequestParam String act) {
        boolean done = switch (act) {
            case "pause" -> schedules.pause(visit.id(), name);
            case "resume" -> schedules.resume(visit.id(), name);
            case "delete" -> schedules.delete(visit.id(), name);
            default -> false;
        };
        if (!done) {
            throw new NotHereException();
        }
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "schedule." + act, name));
        return "redirect:" + (act.equals("delete") ? visit.path("schedules") : visit.path("schedules", name));
    }

    private String refuse(Visit visit, Model model, Form form, HttpServletResponse response, String sentence) {
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return page(visit, model, form, sentence + ".");
    }

    private String page(Visit visit, Model model, Form form, @Nullable String problem) {
        Shell.of(model, "schedules", "Schedules").here("Schedules");
        model.addAttribute("schedules",
                schedules.list(visit.id()).stream().map(one -> row(visit, one, NEXT_IN_LIST)).toList());
        model.addAttribute("machines", machines.list(visit.id(), Optional.empty(), MACHINES).items().stream()
                .map(StateMachine::name).toList());
        model.addAttribute("form", form);
        model.addAttribute("problem", problem);
        return "triggers/schedules";
    }

    private Row row(Visit visit, Schedule schedule, int moments) {
        var status = switch (schedule.state()) {
            case ENABLED -> ENABLED;
            case PAUSED -> PAUSED;
            case COMPLETED -> COMPLETED;
        };
        return new Row(schedule.name(), visit.path("schedules", schedule.name()), schedule.expression(),
                schedule.zone(), schedule.stateMachine(), status,
                schedules.next(schedule, moments).stream().map(at -> local(at, schedule.zone())).toList(),
                schedule.description(), schedule.input(), schedule.state() == Schedule.State.PAUSED);
    }

    private Past past(Visit visit, Schedule schedule, Slot slot) {
        var status = switch (slot.status()) {
            case STARTING -> StatusWord.RUNNING;
            case STARTED -> new StatusWord("Started", "ok", "i-check");
            case SKIPPED -> SKIPPED;
            case FAILED -> StatusWord.FAILED;
        };
        return new Past(Words.time(slot.dueAt(), clock.instant()).text(), status,
                slot.executionName().map(
                        name -> visit.path("state-machines", schedule.stateMachine(), "executions", name)).orElse(null),
                slot.executionName().orElse(""), slot.reason());
    }

    private static String local(java.time.Instant at, String zone) {
        return DateTimeFormatter.ofPattern("EEE d MMM yyyy, HH:mm:ss z", Locale.ENGLISH).withZone(ZoneId.of(zone))
                .format(at);
    }
}
