// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.connections;

import io.fermata.integrations.aws.AwsConnection;
import io.fermata.integrations.aws.AwsConnectionCheck;
import io.fermata.integrations.aws.AwsConnectionForm;
import io.fermata.integrations.aws.AwsConnections;
import io.fermata.integrations.function.Functions;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Connections to AWS: the list with a new one, and one to change, try and remove. Secrets are taken and never shown.
@Controller
class AwsConnectionPages {

    private final AwsConnections connections;
    private final AwsConnectionCheck check;
    private final Functions functions;
    private final Audit audit;
    private final InstantSource clock;

    AwsConnectionPages(AwsConnections connections, AwsConnectionCheck check, Functions functions, Audit audit,
            InstantSource clock) {
        this.connections = connections;
        this.check = check;
        this.functions = functions;
        this.audit = audit;
        this.clock = clock;
    }

    /// A connection in the list.
    record Row(String name, String href, boolean isDefault, String region, String accessKeyId, String role,
            String description, Words.Time changed) {}

    /// What the form sends and shows again, the secret excepted.
    record Form(@Nullable String name, @Nullable String region, @Nullable String accessKeyId,
            @Nullable String secretAccessKey, @Nullable String roleArn, @Nullable String externalId,
            @Nullable String endpoint, @Nullable String endpoints, @Nullable String description) {

        static final Form EMPTY = new Form("", "", "", "", "", "", "", "", "");

        static Form of(AwsConnection one) {
            return new Form(one.name(), one.region(), one.accessKeyId(), "", one.roleArn(), one.externalId(),
                    one.endpoint(), one.endpoints().entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue()).sorted()
                            .collect(Collectors.joining("\n")),
                    one.description());
        }

        AwsConnectionForm named(@Nullable String given) {
            return new AwsConnectionForm(text(given), text(region), text(accessKeyId), text(secretAccessKey),
                    text(roleArn), text(externalId), text(endpoint), text(endpoints), text(description));
        }

        private static String text(@Nullable String given) {
            return given == null ? "" : given.strip();
        }

        /// Does not print the secret.
        @Override
        public String toString() {
            return String.valueOf(name);
        }
    }

    @GetMapping("/t/{slug}/aws-connections")
    @RequiresPermission(Permission.CONNECTION_READ)
    String list(Visit visit, Model model) {
        return list(visit, model, Form.EMPTY, null);
    }

    @PostMapping("/t/{slug}/aws-connections")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String create(Visit visit, @ModelAttribute Form form, Model model, HttpServletResponse response) {
        var asked = form.named(form.name());
        var problem = connections.create(visit.id(), asked);
        if (problem.isPresent()) {
            response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
            return list(visit, model, form, problem.get().sentence() + ".");
        }
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "aws-connection.create", asked.name()));
        return "redirect:" + visit.path("aws-connections", asked.name());
    }

    @GetMapping("/t/{slug}/aws-connections/{name}")
    @RequiresPermission(Permission.CONNECTION_READ)
    String detail(Visit visit, @PathVariable String name, Model model) {
        var connection = find(visit, name);
        return detail(visit, connection, Form.of(connection), model);
    }

    @PostMapping("/t/{slug}/aws-connections/{name}")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String change(Visit visit, @PathVariable String name, @RequestParam String act,
            @RequestParam(defaultValue = "") String sure, @ModelAttribute Form form, Model model,
            HttpServletResponse response) {
        var connection = find(visit, name);
        return switch (act) {
            case "test" -> {
                var tried = check.check(visit.id(), name);
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "aws-connection.test", name));
                model.addAttribute("tried", tried);
                yield detail(visit, connection, Form.of(connection), model);
            }
            case "default" -> {
                connections.makeDefault(visit.id(), name);
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "aws-connection.make-default", name));
                yield "redirect:" + visit.path("aws-connections");
            }
            case "delete" -> delete(visit, connection, sure, model, response);
            default -> save(visit, connection, form, model, response);
        };
    }

    private String save(Visit visit, AwsConnection connection, Form form, Model model, HttpServletResponse response) {
        var asked = form.named(connection.name());
        var problem = connections.update(visit.id(), asked);
        if (problem.isPresent()) {
            return refuse(visit, connection, form, model, response, problem.get().sentence() + ".");
        }
        audit.record(visit.id(),
                AuditEntry.done(visit.principal(), asked.secretAccessKey().isEmpty()
                        ? "aws-connection.update"
                        : "aws-connection.change-secret", connection.name()));
        return "redirect:" + visit.path("aws-connections", connection.name());
    }

    private String delete(Visit visit, AwsConnection connection, String sure, Model model,
            HttpServletResponse response) {
        var users = functions.using(visit.id(), connection.name());
        if (!users.isEmpty()) {
            return refuse(visit, connection, Form.of(connection), model, response, "Functions name this connection: "
                    + String.join(", ", users) + ". Change or delete them first.");
        }
        if (connection.isDefault() && !sure.equals("yes")) {
            model.addAttribute("confirm", true);
            return refuse(visit, connection, Form.of(connection), model, response,
                    "This is the connection with which tasks call AWS. Without it they fail, or call as the operator's settings say. Delete it all the same?");
        }
        connections.delete(visit.id(), connection.name());
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "aws-connection.delete", connection.name()));
        return "redirect:" + visit.path("aws-connections");
    }

    private AwsConnection find(Visit visit, String name) {
        return connections.find(visit.id(), name).orElseThrow(NotHereException::new);
    }

    private String refuse(Visit visit, AwsConnection connection, Form form, Model model, HttpServletResponse response,
            String sentence) {
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        model.addAttribute("problem", sentence);
        return detail(visit, connection, form, model);
    }

    private String detail(Visit visit, AwsConnection connection, Form form, Model model) {
        Shell.of(model, "connections", connection.name()).via("Connections", visit.path("connections"))
                .via("AWS", visit.path("aws-connections")).here(connection.name());
        model.addAttribute("connection", connection);
        model.addAttribute("changed", Words.time(connection.changedAt(), clock.instant()));
        model.addAttribute("path", visit.path("aws-connections", connection.name()));
        model.addAttribute("form", form);
        return "connections/aws";
    }

    private String list(Visit visit, Model model, Form form, @Nullable String problem) {
        Shell.of(model, "connections", "AWS connections").via("Connections", visit.path("connections")).here("AWS");
        var now = clock.instant();
        model.addAttribute("connections",
                connections.list(visit.id()).stream()
                        .map(one -> new Row(one.name(), visit.path("aws-connections", one.name()), one.isDefault(),
                                one.region(), one.accessKeyId(), one.roleArn(), one.description(),
                                Words.time(one.changedAt(), now)))
                        .toList());
        model.addAttribute("form", form);
        model.addAttribute("problem", problem);
        return "connections/aws-list";
    }
}
