// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.connections;

import io.fermata.integrations.connection.Authorization;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Connections to HTTP endpoints: the list, a new one, removal. Secrets are taken and never shown again.
@Controller
class ConnectionPages {

    private final Connections connections;
    private final Audit audit;
    private final InstantSource clock;

    ConnectionPages(Connections connections, Audit audit, InstantSource clock) {
        this.connections = connections;
        this.audit = audit;
        this.clock = clock;
    }

    /// A connection in the list.
    record Row(String name, String arn, String type, String hosts, String description, Words.Time created) {}

    /// What the form sends.
    record Form(@Nullable String name, @Nullable String type, @Nullable String hosts, @Nullable String description,
            @Nullable String user, @Nullable String secret) {

        Authorization authorization() {
            return switch (text(type)) {
                case "BASIC" -> new Authorization.Basic(text(user), text(secret));
                case "API_KEY" -> new Authorization.ApiKey(text(user), text(secret));
                default -> new Authorization.None();
            };
        }

        List<String> hostList() {
            return Arrays.stream(text(hosts).split("[\\s,]+")).filter(host -> !host.isEmpty()).toList();
        }

        static String text(@Nullable String given) {
            return given == null ? "" : given.strip();
        }
    }

    @GetMapping("/t/{slug}/connections")
    @RequiresPermission(Permission.CONNECTION_READ)
    String list(Visit visit, Model model) {
        return page(visit, model, new Form("", "NONE", "", "", "", ""), null);
    }

    @PostMapping("/t/{slug}/connections")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String create(Visit visit, @ModelAttribute Form form, Model model, HttpServletResponse response) {
        var asked = new Connections.NewConnection(Form.text(form.name()), form.authorization(), form.hostList(),
                Form.text(form.description()));
        return switch (connections.create(visit.id(), asked)) {
            case Connections.Created(var made) -> {
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "connection.create", made.arn()));
                yield "redirect:" + visit.path("connections");
            }
            case Connections.NameTaken(var name) ->
                refuse(visit, model, form, response,
                        "A connection is called " + name + " already: choose another name.");
            case Connections.Unfit(_, var sentence) -> refuse(visit, model, form, response, sentence + ".");
        };
    }

    @PostMapping("/t/{slug}/connections/{name}/delete")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String delete(Visit visit, @PathVariable String name) {
        if (!connections.delete(visit.id(), name)) {
            throw new NotHereException();
        }
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "connection.delete", name));
        return "redirect:" + visit.path("connections");
    }

    private String refuse(Visit visit, Model model, Form form, HttpServletResponse response, String sentence) {
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return page(visit, model, form, sentence);
    }

    private String page(Visit visit, Model model, Form form, @Nullable String problem) {
        Shell.of(model, "connections", "Connections").here("Connections");
        var now = clock.instant();
        model.addAttribute("connections",
                connections.list(visit.id()).stream().map(one -> new Row(one.name(), one.arn(),
                        one.type().toLowerCase(Locale.ROOT).replace('_', ' '), String.join(", ", one.hosts()),
                        one.description(), Words.time(one.createdAt(), now))).toList());
        model.addAttribute("form", form);
        model.addAttribute("problem", problem);
        return "connections/list";
    }
}
