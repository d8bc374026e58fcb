// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.frame;

import io.fermata.integrations.approval.Approvals;
import io.fermata.tenancy.Permission;
import io.fermata.web.console.access.LocalPath;
import io.fermata.web.console.access.People;
import io.fermata.web.console.access.SignedIn;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.access.VisitArgument;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.thymeleaf.context.LazyContextVariable;

/// Gives every page of the console what its frame shows: person, tenant, menu, theme.
@ControllerAdvice(basePackages = "io.fermata.web.console")
class FrameModel {

    /// An entry of the menu.
    record Entry(String group, String section, String label, String icon, String href) {}

    private final People people;
    private final Approvals approvals;

    FrameModel(People people, Approvals approvals) {
        this.people = people;
        this.approvals = approvals;
    }

    @ModelAttribute
    void frame(HttpServletRequest request, Model model, @CookieValue(name = "theme", defaultValue = "") String theme) {
        takeFormToken(request);
        model.addAttribute("theme", theme.equals("dark") || theme.equals("light") ? theme : null);
        model.addAttribute("otherTheme", theme.equals("dark") ? "light" : "dark");
        model.addAttribute("here", LocalPath.orElse(address(request), "/"));
        var visit = VisitArgument.of(request);
        visit.ifPresent(found -> {
            model.addAttribute("visit", found);
            model.addAttribute("menu", menu(found));
            model.addAttribute("waitingForMe", waitingFor(found));
            model.addAttribute("initials", initials(found.member().name()));
        });
        model.addAttribute("person", visit.isPresent() ? null : people.signedIn().map(SignedIn::name).orElse(null));
    }

    /// Makes the session of a form token before the page is written: once a long page is on its way it is too late.
    private static void takeFormToken(HttpServletRequest request) {
        if (!request.getRequestURI().equals("/")
                && request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            token.getToken();
        }
    }

    /// Read from the database only if the page has a menu.
    private LazyContextVariable<Integer> waitingFor(Visit visit) {
        return new LazyContextVariable<>() {

            @Override
            protected Integer loadValue() {
                return visit.may(Permission.APPROVAL_DECIDE)
                        ? approvals.countWaitingFor(visit.id(), visit.member().userId())
                        : 0;
            }
        };
    }

    private static String address(HttpServletRequest request) {
        @Nullable
        String query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    private static List<Entry> menu(Visit visit) {
        return List.of(entry(visit, "", "overview", "Overview", "i-home", Permission.EXECUTION_READ, ""),
                entry(visit, "", "approvals", "Approvals", "i-hold", Permission.APPROVAL_READ, "approvals"),
                entry(visit, "Build", "machines", "State machines", "i-flow", Permission.STATE_MACHINE_READ,
                        "state-machines"),
                entry(visit, "Build", "connections", "Connections", "i-plug", Permission.CONNECTION_READ,
                        "connections"),
                entry(visit, "Build", "functions", "Functions", "i-task", Permission.CONNECTION_READ, "functions"),
                entry(visit, "Run", "executions", "Executions", "i-list", Permission.EXECUTION_READ, "executions"),
                entry(visit, "Run", "schedules", "Schedules", "i-cal", Permission.SCHEDULE_READ, "schedules"),
                entry(visit, "Run", "webhooks", "Webhooks", "i-hook", Permission.WEBHOOK_READ, "webhooks"),
                entry(visit, "Run", "event-endpoints", "Event endpoints", "i-bell", Permission.CONNECTION_READ,
                        "event-endpoints"),
                entry(visit, "Govern", "members", "Members", "i-user2", Permission.MEMBER_READ, "members"),
                entry(visit, "Govern", "keys", "Access keys", "i-gear", Permission.KEY_READ, "keys"),
                entry(visit, "Govern", "limits", "Limits", "i-stop", Permission.TENANT_READ, "limits"),
                entry(visit, "Govern", "outbox", "Outbox", "i-mail", Permission.OUTBOX_READ, "outbox"),
                entry(visit, "Govern", "nodes", "Nodes", "i-worker", Permission.SYSTEM_READ, "nodes")).stream()
                .flatMap(Optional::stream).toList();
    }

    private static Optional<Entry> entry(Visit visit, String group, String section, String label, String icon,
            Permission permission, String path) {
        var href = path.isEmpty() ? visit.path() : visit.path(path);
        return visit.may(permission) ? Optional.of(new Entry(group, section, label, icon, href)) : Optional.empty();
    }

    private static String initials(String name) {
        var words = name.strip().split("\\s+");
        var first = words[0].isEmpty() ? "?" : words[0].substring(0, 1);
        var last = words.length > 1 ? words[words.length - 1].substring(0, 1) : "";
        return (first + last).toUpperCase(Locale.ROOT);
    }
}
