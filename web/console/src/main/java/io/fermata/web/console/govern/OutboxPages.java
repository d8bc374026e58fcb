// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.govern;

import io.fermata.tenancy.Permission;
import io.fermata.tenancy.mail.Outbox;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// The mail of the tenant: what waits, what was sent, and the texts.
@Controller
class OutboxPages {

    private static final int PAGE = 50;
    private static final StatusWord SENT = new StatusWord("Sent", "ok", "i-check");
    private static final StatusWord GIVEN_UP = new StatusWord("Given up", "bad", "i-x");

    private final Outbox outbox;
    private final boolean server;
    private final InstantSource clock;

    OutboxPages(Outbox outbox, ObjectProvider<JavaMailSender> server, InstantSource clock) {
        this.outbox = outbox;
        this.server = server.getIfAvailable() != null;
        this.clock = clock;
    }

    /// A mail in the list.
    record Row(long id, String to, String subject, StatusWord status, String problem, Words.Time created,
            String href) {}

    @GetMapping("/t/{slug}/outbox")
    @RequiresPermission(Permission.OUTBOX_READ)
    String list(Visit visit, @RequestParam(defaultValue = "0") long before, Model model) {
        Shell.of(model, "outbox", "Outbox").here("Outbox");
        var found = outbox.page(visit.id(), before < 1 ? Long.MAX_VALUE : before, PAGE);
        var now = clock.instant();
        model.addAttribute("mails", found.stream().map(mail -> new Row(mail.id(), mail.to(), mail.subject(),
                word(mail.status()), mail.lastError(), Words.time(mail.createdAt(), now),
                visit.path("outbox", Long.toString(mail.id())))).toList());
        model.addAttribute("next", found.size() == PAGE ? found.getLast().id() : null);
        model.addAttribute("server", server);
        return "govern/outbox";
    }

    @GetMapping("/t/{slug}/outbox/{id}")
    @RequiresPermission(Permission.OUTBOX_READ)
    String mail(Visit visit, @PathVariable long id, Model model) {
        var text = outbox.text(visit.id(), id).orElseThrow(NotHereException::new);
        var mail = outbox.page(visit.id(), id == Long.MAX_VALUE ? id : id + 1, 1).stream()
                .filter(one -> one.id() == id).findFirst().orElseThrow(NotHereException::new);
        Shell.of(model, "outbox", mail.subject()).via("Outbox", visit.path("outbox")).here(mail.subject());
        model.addAttribute("to", mail.to());
        model.addAttribute("subject", mail.subject());
        model.addAttribute("status", word(mail.status()));
        model.addAttribute("text", text);
        return "govern/mail";
    }

    private static StatusWord word(Outbox.Status status) {
        return switch (status) {
            case WAITING -> StatusWord.WAITING;
            case SENT -> SENT;
            case GIVEN_UP -> GIVEN_UP;
        };
    }
}
