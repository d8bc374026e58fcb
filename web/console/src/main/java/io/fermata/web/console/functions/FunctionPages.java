// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.functions;

import io.fermata.integrations.aws.AwsConnection;
import io.fermata.integrations.aws.AwsConnections;
import io.fermata.integrations.function.Function;
import io.fermata.integrations.function.FunctionTarget;
import io.fermata.integrations.function.FunctionTrial;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Functions: the list with a new one, and one to change, try and remove. A signing secret is on the page that made it and
/// never again. They are made by who may make connections, because they decide where payloads go.
@Controller
class FunctionPages {

    private final Functions functions;
    private final FunctionTrial trial;
    private final AwsConnections connections;
    private final Audit audit;
    private final InstantSource clock;

    FunctionPages(Functions functions, FunctionTrial trial, AwsConnections connections, Audit audit,
            InstantSource clock) {
        this.functions = functions;
        this.trial = trial;
        this.connections = connections;
        this.audit = audit;
        this.clock = clock;
    }

    /// A function in the list.
    record Row(String name, String href, String kind, String target, String description, Words.Time changed) {}

    @GetMapping("/t/{slug}/functions")
    @RequiresPermission(Permission.CONNECTION_READ)
    String list(Visit visit, Model model) {
        return list(visit, model, FunctionForm.EMPTY, null);
    }

    @PostMapping("/t/{slug}/functions")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String create(Visit visit, @ModelAttribute FunctionForm form, Model model, HttpServletResponse response) {
        return switch (functions.create(visit.id(), form.asked(form.name()))) {
            case Functions.Done(var made, var secret) -> {
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "function.create", made.name()));
                model.addAttribute("secret", secret.orElse(null));
                yield detail(visit, made, FunctionForm.of(made), model);
            }
            case Functions.Unfit(_, var sentence) -> {
                response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
                yield list(visit, model, form, sentence + ".");
            }
        };
    }

    @GetMapping("/t/{slug}/functions/{name}")
    @RequiresPermission(Permission.CONNECTION_READ)
    String detail(Visit visit, @PathVariable String name, Model model) {
        var function = find(visit, name);
        return detail(visit, function, FunctionForm.of(function), model);
    }

    @PostMapping("/t/{slug}/functions/{name}")
    @RequiresPermission(Permission.CONNECTION_WRITE)
    String change(Visit visit, @PathVariable String name, @RequestParam String act,
            @RequestParam(defaultValue = "{}") String payload, @ModelAttribute FunctionForm form, Model model,
            HttpServletResponse response) {
        var function = find(visit, name);
        return switch (act) {
            case "try" -> {
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "function.try", name));
                model.addAttribute("payload", payload);
                model.addAttribute("tried", trial.call(visit.id(), name, payload, UUID.randomUUID().toString()));
                yield detail(visit, function, FunctionForm.of(function), model);
            }
            case "secret" -> answer(visit, function, form, functions.changeSecret(visit.id(), name),
                    "function.change-secret", model, response);
            case "delete" -> {
                functions.delete(visit.id(), name);
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "function.delete", name));
                yield "redirect:" + visit.path("functions");
            }
            default -> answer(visit, function, form, functions.update(visit.id(), form.asked(name)),
                    "function.update", model, response);
        };
    }

    private String answer(Visit visit, Function function, FunctionForm form, Functions.Change change, String action,
            Model model, HttpServletResponse response) {
        return switch (change) {
            case Functions.Done(var changed, var secret) -> {
                audit.record(visit.id(), AuditEntry.done(visit.principal(), action, changed.name()));
                model.addAttribute("secret", secret.orElse(null));
                yield detail(visit, changed, FunctionForm.of(changed), model);
            }
            case Functions.Unfit(_, var sentence) -> {
                response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
                model.addAttribute("problem", sentence + ".");
                yield detail(visit, function, form, model);
            }
        };
    }

    private Function find(Visit visit, String name) {
        return functions.find(visit.id(), name).orElseThrow(NotHereException::new);
    }

    private String detail(Visit visit, Function function, FunctionForm form, Model model) {
        Shell.of(model, "functions", function.name()).via("Functions", visit.path("functions")).here(function.name());
        model.addAttribute("function", function);
        model.addAttribute("kind", kind(function.target()));
        model.addAttribute("changed", Words.time(function.changedAt(), clock.instant()));
        model.addAttribute("path", visit.path("functions", function.name()));
        model.addAttribute("form", form);
        model.addAttribute("connections", connections.list(visit.id()).stream().map(AwsConnection::name).toList());
        return "functions/detail";
    }

    private String list(Visit visit, Model model, FunctionForm form, @Nullable String problem) {
        Shell.of(model, "functions", "Functions").here("Functions");
        var now = clock.instant();
        model.addAttribute("functions",
                functions.list(visit.id()).stream()
                        .map(one -> new Row(one.name(), visit.path("functions", one.name()), kind(one.target()),
                                target(one.target()), one.description(), Words.time(one.changedAt(), now)))
                        .toList());
        model.addAttribute("form", form);
        model.addAttribute("connections", connections.list(visit.id()).stream().map(AwsConnection::name).toList());
        model.addAttribute("problem", problem);
        return "functions/list";
    }

    private static String kind(FunctionTarget target) {
        return switch (target) {
            case FunctionTarget.Https _ -> "endpoint";
            case FunctionTarget.JavaScript _ -> "JavaScript";
            case FunctionTarget.Aws _ -> "AWS Lambda";
        };
    }

    private static String target(FunctionTarget target) {
        return switch (target) {
            case FunctionTarget.Https(var url) -> url;
            case FunctionTarget.JavaScript(var code, _) -> code.lines().count() + " lines";
            case FunctionTarget.Aws(var connection, var function) ->
                connection.isEmpty() ? function : function + " by " + connection;
        };
    }
}
