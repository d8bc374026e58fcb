// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.govern;

import io.fermata.engine.Limits;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.TenantLimits;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.text.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The limits of a tenant's executions: AWS's, or Fermata's own.
@Controller
class LimitPages {

    private final Tenants tenants;
    private final Audit audit;

    LimitPages(Tenants tenants, Audit audit) {
        this.tenants = tenants;
        this.audit = audit;
    }

    /// One of the sets of limits.
    ///
    /// @param value what the form sends
    record Choice(String value, String name, String events, String bytes, boolean chosen) {}

    @GetMapping("/t/{slug}/limits")
    @RequiresPermission(Permission.TENANT_READ)
    String show(Visit visit, Model model) {
        return page(visit, model, null);
    }

    @PostMapping("/t/{slug}/limits")
    @RequiresPermission(Permission.TENANT_WRITE)
    String change(Visit visit, @RequestParam(defaultValue = "") String limits, Model model,
            HttpServletResponse response) {
        var chosen = Arrays.stream(TenantLimits.values()).filter(one -> one.name().equals(limits)).findFirst();
        if (chosen.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
            return page(visit, model, "The limits are AWS or FERMATA: choose one of them.");
        }
        tenants.changeLimits(visit.id(), chosen.get());
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "tenant.change-limits", chosen.get().name()));
        return "redirect:" + visit.path("limits");
    }

    private String page(Visit visit, Model model, @Nullable String problem) {
        Shell.of(model, "limits", "Limits").here("Limits");
        var now = tenants.limits(visit.id());
        model.addAttribute("choices",
                List.of(choice(TenantLimits.AWS, "AWS's limits, exactly", "25,000 events", Limits.AWS, now),
                        choice(TenantLimits.FERMATA, "Fermata's own limits", "no end", Limits.FERMATA, now)));
        model.addAttribute("problem", problem);
        return "govern/limits";
    }

    private static Choice choice(TenantLimits value, String name, String events, Limits limits, TenantLimits now) {
        return new Choice(value.name(), name, events, Words.size(limits.payloadBytes()), value == now);
    }
}
