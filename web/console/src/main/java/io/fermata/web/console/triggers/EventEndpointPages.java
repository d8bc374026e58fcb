// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.triggers;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.engine.ExecutionStatus;
import io.fermata.scheduler.EventEndpoint;
import io.fermata.scheduler.EventEndpoints;
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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Endpoints to which status changes of executions are sent: one page with the list and a new one. A secret is on the page
/// that made it and never again. They are made by who may make connections, because they decide where payloads go.
@Controller
class EventEndpointPages {

    private static final int MACHINES = 200;

    private final EventEndpoints endpoints;
    private final StateMachines machines;
    private final Audit audit;
    private final InstantSource clock;

    EventEndpointPages(EventEndpoints endpoints, StateMachines machines, Audit audit, InstantSource clock) {
        this.endpoints = endpoints;
        this.machines = machines;
        this.audit = audit;
        this.clock = clock;
    }

    /// What the form sends and shows again.
    ///
    /// @param status names of statuses
    record Form(@Nullable String name, @Nullable String url, @Nullable String machine, @Nullable List<String> status) {

        static final Form EMPTY = new Form("", "", "",
                Arrays.stream(ExecutionStatus.values()).map(ExecutionStatus::name).toList());

        EventEndpoints.NewEndpoint asked() {
            var given = status == null ? List.<String>of() : status;
            Set<ExecutionStatus> statuses = EnumSet.allOf(ExecutionStatus.class).stream()
                    .filter(one -> given.contains(one.name())).collect(Collectors.toSet());
            return new EventEndpoints.NewEndpoint(text(name), text(url), text(machine), statuses);
        }

        private static String text(@Nullable String given) {
            return given == null ? "" : given.strip();
        }
    }

    /// An endpoint in the list.
    record Row(String name, String path, String url, String hears, long waiting, long delivered, long givenUp,
            Words.@Nullable Time last, String result) {}

    /// A status to choose.
    record Choice(String value, String word, boolean chosen) {}

    @GetMapping("/t/{slug}/event-endpoints")
    @RequiresPermission(Permission.CONNECTION_READ)
    String list(Visit visit, Model model) {
        return page(visit, model, Form.EMPTY, null);
    }

    @PostMapping("/t/{slug}/event-endpoints")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String create(Visit visit, @ModelAttribute Form form, Model model, HttpServletResponse response) {
        return switch (endpoints.create(visit.id(), form.asked())) {
            case EventEndpoints.Created(var name, var secret) -> {
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "event-endpoint.create", name));
                model.addAttribute("secret", secret);
                yield page(visit, model, Form.EMPTY, null);
            }
            case EventEndpoints.Unfit(_, var sentence) -> {
                response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
                yield page(visit, model, form, sentence + (sentence.endsWith(".") ? "" : "."));
            }
        };
    }

    @PostMapping("/t/{slug}/event-endpoints/{name}")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String delete(Visit visit, @PathVariable String name, @RequestParam String act) {
        if (!act.equals("delete") || !endpoints.delete(visit.id(), name)) {
            throw new NotHereException();
        }
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "event-endpoint.delete", name));
        return "redirect:" + visit.path("event-endpoints");
    }

    private String page(Visit visit, Model model, Form form, @Nullable String problem) {
        Shell.of(model, "event-endpoints", "Event endpoints").here("Event endpoints");
        var now = clock.instant();
        model.addAttribute("endpoints", endpoints.list(visit.id()).stream()
                .map(one -> new Row(one.name(), visit.path("event-endpoints", one.name()), one.url(), hears(one),
                        one.waiting(), one.delivered(), one.givenUp(),
                        one.lastAt().map(at -> Words.time(at, now)).orElse(null), one.lastResult()))
                .toList());
        model.addAttribute("machines", machines.list(visit.id(), Optional.empty(), MACHINES).items().stream()
                .map(StateMachine::name).toList());
        var chosen = form.asked().statuses();
        model.addAttribute("choices", Arrays.stream(ExecutionStatus.values())
                .map(one -> new Choice(one.name(), StatusWord.of(one).word(), chosen.contains(one))).toList());
        model.addAttribute("form", form);
        model.addAttribute("problem", problem);
        return "triggers/event-endpoints";
    }

    private static String hears(EventEndpoint one) {
        var words = one.statuses().size() == ExecutionStatus.values().length
                ? "every status"
                : one.statuses().stream().sorted().map(status -> StatusWord.of(status).word())
                        .collect(Collectors.joining(", "));
        return one.stateMachine().map(machine -> machine + ": " + words).orElse(words);
    }
}
