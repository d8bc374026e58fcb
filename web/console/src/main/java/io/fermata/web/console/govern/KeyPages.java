// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.govern;

import io.fermata.tenancy.AccessKeys;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.Role;
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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Access keys of programs. A secret is on the page that answers its making, and never again.
@Controller
class KeyPages {

    private static final int LONGEST_LABEL = 100;

    private final AccessKeys keys;
    private final Audit audit;
    private final InstantSource clock;

    KeyPages(AccessKeys keys, Audit audit, InstantSource clock) {
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    /// A key in the list.
    record Row(String id, String label, String role, boolean enabled, Words.Time created) {}

    @GetMapping("/t/{slug}/keys")
    @RequiresPermission(Permission.KEY_READ)
    String list(Visit visit, Model model) {
        return page(visit, model, "", null);
    }

    @PostMapping("/t/{slug}/keys")
    @RequiresPermission(Permission.KEY_WRITE)
    String create(Visit visit, @RequestParam(defaultValue = "") String label, @RequestParam Role role, Model model,
            HttpServletResponse response) {
        if (label.isBlank() || label.strip().length() > LONGEST_LABEL) {
            response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
            return page(visit, model, label,
                    "The label has 1 to " + LONGEST_LABEL + " characters: say what uses the key.");
        }
        var key = keys.create(visit.tenant(), label.strip(), role);
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "key.create", key.accessKeyId()));
        model.addAttribute("madeId", key.accessKeyId());
        model.addAttribute("madeSecret", key.secret());
        return page(visit, model, "", null);
    }

    @PostMapping("/t/{slug}/keys/{id}/disable")
    @RequiresPermission(Permission.KEY_WRITE)
    String disable(Visit visit, @PathVariable String id) {
        if (!keys.disable(visit.id(), id)) {
            throw new NotHereException();
        }
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "key.disable", id));
        return "redirect:" + visit.path("keys");
    }

    private String page(Visit visit, Model model, String label, @Nullable String problem) {
        Shell.of(model, "keys", "Access keys").here("Access keys");
        var now = clock.instant();
        model.addAttribute("keys", keys.list(visit.id()).stream().map(one -> new Row(one.accessKeyId(), one.label(),
                MemberPages.word(one.role()), one.enabled(), Words.time(one.createdAt(), now))).toList());
        model.addAttribute("roles", Arrays.stream(Role.values()).map(Enum::name).toList());
        model.addAttribute("label", label);
        model.addAttribute("problem", problem);
        return "govern/keys";
    }
}
