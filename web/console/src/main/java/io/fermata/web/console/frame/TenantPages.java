// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.frame;

import io.fermata.tenancy.Members;
import io.fermata.web.console.access.LocalPath;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.People;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.access.WithoutTenant;
import io.fermata.web.console.access.WithoutTenant.Who;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The choice of a tenant, the menu as a page for narrow screens, and the theme.
@Controller
class TenantPages {

    private final Members members;
    private final People people;

    TenantPages(Members members, People people) {
        this.members = members;
        this.people = people;
    }

    /// A tenant that may be entered.
    record Choice(String name, String slug, String accountId, String role, String href) {}

    @GetMapping("/tenants")
    @WithoutTenant(Who.SIGNED_IN)
    String tenants(Model model) {
        var person = people.signedIn().orElseThrow(NotHereException::new);
        model.addAttribute("tenants", members.tenantsOf(person.userId()).stream().map(tenant -> {
            var role = members.find(tenant.id(), person.userId()).orElseThrow(NotHereException::new).role();
            return new Choice(tenant.name(), tenant.slug(), tenant.accountId(),
                    role.name().toLowerCase(java.util.Locale.ROOT),
                    "/t/" + tenant.slug());
        }).toList());
        model.addAttribute("email", person.email());
        return "frame/tenants";
    }

    @GetMapping("/t/{slug}/menu")
    @WithoutTenant(Who.MEMBER)
    String menu(Visit visit, Model model) {
        Shell.of(model, "menu", "Menu").here("Menu");
        return "frame/menu";
    }

    @PostMapping("/theme")
    @WithoutTenant(Who.ANYBODY)
    String theme(@RequestParam String theme, @RequestParam(defaultValue = "/") String next,
            HttpServletResponse response) {
        var known = theme.equals("dark") ? "dark" : "light";
        response.addHeader(HttpHeaders.SET_COOKIE, ResponseCookie.from("theme", known).path("/")
                .maxAge(Duration.ofDays(365)).sameSite("Lax").httpOnly(true).build().toString());
        return "redirect:" + LocalPath.orElse(next, "/");
    }
}
