// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.triggers;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.scheduler.Delivery;
import io.fermata.scheduler.Webhook;
import io.fermata.scheduler.Webhooks;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Webhooks: the list, one with its last messages, a new one. A secret is on the page that made it and never again.
@Controller
class WebhookPages {

    private static final int MACHINES = 200;
    private static final int DELIVERIES = 50;

    private final Webhooks webhooks;
    private final StateMachines machines;
    private final Audit audit;
    private final InstantSource clock;

    WebhookPages(Webhooks webhooks, StateMachines machines, Audit audit, InstantSource clock) {
        this.webhooks = webhooks;
        this.machines = machines;
        this.audit = audit;
        this.clock = clock;
    }

    /// A message that came in.
    record Row(String id, Words.Time received, StatusWord status, @Nullable String href, String name, String reason) {}

    @GetMapping("/t/{slug}/webhooks")
    @RequiresPermission(Permission.WEBHOOK_READ)
    String list(Visit visit, Model model) {
        return page(visit, model, "", "", "", null);
    }

    @PostMapping("/t/{slug}/webhooks")
    @RequiresPermission(Permission.WEBHOOK_WRITE)
    String create(Visit visit, @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String machine, @RequestParam(defaultValue = "") String description,
            Model model, HttpServletResponse response) {
        var asked = new Webhooks.NewWebhook(name.strip(), machine, description.strip());
        return switch (webhooks.create(visit.id(), asked)) {
            case Webhooks.Created(var made, var secret) -> {
                audit.record(visit.id(), AuditEntry.done(visit.principal(), "webhook.create", made.name()));
                yield detail(visit, made, secret, model);
            }
            case Webhooks.NameTaken(var taken) -> refuse(visit, model, asked, response,
                    "A webhook is called " + taken + " already: choose another name");
            case Webhooks.Unfit(_, var sentence) -> refuse(visit, model, asked, response, sentence);
        };
    }

    @GetMapping("/t/{slug}/webhooks/{name}")
    @RequiresPermission(Permission.WEBHOOK_READ)
    String detail(Visit visit, @PathVariable String name, Model model) {
        return detail(visit, webhooks.find(visit.id(), name).orElseThrow(NotHereException::new), null, model);
    }

    @PostMapping("/t/{slug}/webhooks/{name}")
    @RequiresPermission(Permission.WEBHOOK_WRITE)
    String change(Visit visit, @PathVariable String name, @RequestParam String act, Model model) {
        var webhook = webhooks.find(visit.id(), name).orElseThrow(NotHereException::new);
        audit.record(visit.id(), AuditEntry.done(visit.principal(),
                act.equals("delete") ? "webhook.delete" : "webhook.change-secret", name));
        if (act.equals("delete")) {
            webhooks.delete(visit.id(), name);
            return "redirect:" + visit.path("webhooks");
        }
        var secret = webhooks.changeSecret(visit.id(), name).orElseThrow(NotHereException::new);
        return detail(visit, webhook, secret, model);
    }

    private String detail(Visit visit, Webhook webhook, @Nullable String secret, Model model) {
        Shell.of(model, "webhooks", webhook.name()).via("Webhooks", visit.path("webhooks")).here(webhook.name());
        var now = clock.instant();
        model.addAttribute("webhook", webhook);
        model.addAttribute("path", visit.path("webhooks", webhook.name()));
        model.addAttribute("machineHref", visit.path("state-machines", webhook.stateMachine()));
        model.addAttribute("secret", secret);
        model.addAttribute("deliveries",
                webhooks.deliveries(visit.id(), webhook.name(), DELIVERIES).stream()
                        .map(one -> new Row(one.id(), Words.time(one.receivedAt(), now), word(one.status()),
                                one.executionName().map(name -> visit.path("state-machines", webhook.stateMachine(),
                                        "executions", name)).orElse(null),
                                one.executionName().orElse(""), one.reason()))
                        .toList());
        return "triggers/webhook";
    }

    private static StatusWord word(Delivery.Status status) {
        return switch (status) {
            case STARTING -> StatusWord.RUNNING;
            case STARTED -> new StatusWord("Started", "ok", "i-check");
            case FAILED -> StatusWord.FAILED;
        };
    }

    private String refuse(Visit visit, Model model, Webhooks.NewWebhook asked, HttpServletResponse response,
            String sentence) {
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return page(visit, model, asked.name(), asked.stateMachine(), asked.description(), sentence + ".");
    }

    private String page(Visit visit, Model model, String name, String machine, String description,
            @Nullable String problem) {
        Shell.of(model, "webhooks", "Webhooks").here("Webhooks");
        model.addAttribute("webhooks", webhooks.list(visit.id()));
        model.addAttribute("machines", machines.list(visit.id(), Optional.empty(), MACHINES).items().stream()
                .map(StateMachine::name).toList());
        model.addAttribute("name", name);
        model.addAttribute("machine", machine);
        model.addAttribute("description", description);
        model.addAttribute("problem", problem);
        return "triggers/webhooks";
    }
}
