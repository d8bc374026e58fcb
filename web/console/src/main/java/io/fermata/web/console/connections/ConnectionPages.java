// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.connections;

import io.fermata.catalog.StateMachines;
import io.fermata.integrations.connection.ConnectionCheck;
import io.fermata.integrations.connection.Connections;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.text.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Connections to HTTP endpoints: the list with a new one, and one to change, try and remove. Secrets are taken and never shown again.
@Controller
class ConnectionPages {

    private static final int USERS = 10;

    private final Connections connections;
    private final ConnectionCheck check;
    private final StateMachines machines;
    private final Audit audit;
    private final InstantSource clock;

    ConnectionPages(Connections connections, ConnectionCheck check, StateMachines machines, Audit audit,
            InstantSource clock) {
        this.connections = connections;
        this.check = check;
        this.machines = machines;
        this.audit = audit;
        this.clock = clock;
    }

    /// A connection in the list.
    record Row(String name, String href, String arn, String type, String hosts, String description,
            Words.Time created) {}

    @GetMapping("/t/{slug}/connections")
    @RequiresPermission(Permission.CONNECTION_READ)
    String list(Visit visit, Model model) {
        return page(visit, model, ConnectionForm.EMPTY, null);
    }

    @PostMapping("/t/{slug}/connections")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String create(Visit visit, @ModelAttribute ConnectionForm form, Model model, HttpServletResponse response) {
        return switch (form.read(form.name())) {
            case ConnectionForm.Unreadable(var sentence) -> refuse(visit, model, form, response, sentence + ".");
            case ConnectionForm.Readable(var asked) -> switch (connections.create(visit.id(), asked)) {
                case Connections.Created(var made) -> {
                    audit.record(visit.id(), AuditEntry.done(visit.principal(), "connection.create", made.arn()));
                    yield "redirect:" + visit.path("connections");
                }
                case Connections.NameTaken(var name) -> refuse(visit, model, form, response,
                        "A connection is called " + name + " already: choose another name.");
                case Connections.Unfit(_, var sentence) -> refuse(visit, model, form, response, sentence + ".");
            };
        };
    }

    @GetMapping("/t/{slug}/connections/{name}")
    @RequiresPermission(Permission.CONNECTION_READ)
    String detail(Visit visit, @PathVariable String name, Model model) {
        var opened = find(visit, name);
        return detail(visit, opened, ConnectionForm.of(opened), model);
    }

    @PostMapping("/t/{slug}/connections/{name}")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String change(Visit visit, @PathVariable String name, @RequestParam String act, @ModelAttribute ConnectionForm form,
            Model model, HttpServletResponse response) {
        var opened = find(visit, name);
        if (act.equals("test")) {
            model.addAttribute("tried", check.check(visit.id(), name));
            audit.record(visit.id(),
                    AuditEntry.done(visit.principal(), "connection.test", opened.connection().arn()));
            return detail(visit, opened, ConnectionForm.of(opened), model);
        }
        return switch (form.read(name)) {
            case ConnectionForm.Unreadable(var sentence) -> refuse(visit, model, opened, form, response, sentence);
            case ConnectionForm.Readable(var asked) -> switch (connections.update(visit.id(), asked)) {
                case Connections.Created(var made) -> {
                    audit.record(visit.id(), AuditEntry.done(visit.principal(), "connection.update", made.arn()));
                    yield "redirect:" + visit.path("connections", name);
                }
                case Connections.Unfit(_, var sentence) -> refuse(visit, model, opened, form, response, sentence);
                case Connections.NameTaken _ -> throw new IllegalStateException("An update has no new name");
                case null -> throw new NotHereException();
            };
        };
    }

    @PostMapping("/t/{slug}/connections/{name}/delete")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String delete(Visit visit, @PathVariable String name, @RequestParam(defaultValue = "") String sure, Model model,
            HttpServletResponse response) {
        var opened = find(visit, name);
        var users = machines.mentioning(visit.id(), opened.connection().arn(), USERS);
        if (!users.isEmpty() && !sure.equals("yes")) {
            model.addAttribute("confirm", true);
            return refuse(visit, model, opened, ConnectionForm.of(opened), response,
                    "State machines name this connection: " + String.join(", ", users)
                            + ". Their tasks will fail without it. Delete it all the same?");
        }
        if (!connections.delete(visit.id(), name)) {
            throw new NotHereException();
        }
        audit.record(visit.id(),
                AuditEntry.done(visit.principal(), "connection.delete", opened.connection().arn()));
        return "redirect:" + visit.path("connections");
    }

    private Connections.Opened find(Visit visit, String name) {
        return connections.find(visit.id(), name).orElseThrow(NotHereException::new);
    }

    private String refuse(Visit visit, Model model, ConnectionForm form, HttpServletResponse response,
            String sentence) {
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return page(visit, model, form, sentence);
    }

    private String refuse(Visit visit, Model model, Connections.Opened opened, ConnectionForm form,
            HttpServletResponse response, String sentence) {
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        model.addAttribute("problem", sentence.endsWith("?") ? sentence : sentence + ".");
        return detail(visit, opened, form, model);
    }

    private String detail(Visit visit, Connections.Opened opened, ConnectionForm form, Model model) {
        var connection = opened.connection();
        Shell.of(model, "connections", connection.name()).via("Connections", visit.path("connections"))
                .here(connection.name());
        model.addAttribute("connection", connection);
        model.addAttribute("path", visit.path("connections", connection.name()));
        model.addAttribute("form", form.shown());
        return "connections/detail";
    }

    private String page(Visit visit, Model model, ConnectionForm form, @Nullable String problem) {
        Shell.of(model, "connections", "Connections").here("Connections");
        var now = clock.instant();
        model.addAttribute("connections",
                connections.list(visit.id()).stream()
                        .map(one -> new Row(one.name(), visit.path("connections", one.name()), one.arn(),
                                one.type().toLowerCase(Locale.ROOT).replace('_', ' '), String.join(", ", one.hosts()),
                                one.description(), Words.time(one.createdAt(), now)))
                        .toList());
        model.addAttribute("form", form.shown());
        model.addAttribute("problem", problem);
        return "connections/list";
    }
}
