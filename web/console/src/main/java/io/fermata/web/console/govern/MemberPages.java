// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.govern;

import io.fermata.tenancy.Members;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.Users;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.frame.Shell;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Who belongs to the tenant, in which role.
@Controller
class MemberPages {

    private final Members members;
    private final Users users;
    private final Audit audit;

    MemberPages(Members members, Users users, Audit audit) {
        this.members = members;
        this.users = users;
        this.audit = audit;
    }

    /// A member in the list.
    record Row(long userId, String name, String email, String role) {}

    @GetMapping("/t/{slug}/members")
    @RequiresPermission(Permission.MEMBER_READ)
    String list(Visit visit, Model model) {
        return page(visit, model, "", "", Role.VIEWER, null);
    }

    /// Adds a person: an e-mail that is known joins as it is, and its password stays.
    @PostMapping("/t/{slug}/members")
    @RequiresPermission(Permission.MEMBER_WRITE)
    String add(Visit visit, @RequestParam(defaultValue = "") String email, @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password, @RequestParam Role role, Model model,
            HttpServletResponse response) {
        var known = users.byEmail(email);
        if (known.isPresent()) {
            return join(visit, known.get().id(), known.get().email(), role);
        }
        return switch (users.create(email, name, password)) {
            case Users.Registered(var user) -> join(visit, user.id(), user.email(), role);
            case Users.EmailTaken _ -> refuse(visit, model, response, email, name, role,
                    "Try again: somebody was just added with this e-mail.");
            case Users.Unfit(_, var sentence) -> refuse(visit, model, response, email, name, role, sentence + ".");
        };
    }

    private String join(Visit visit, long userId, String email, Role role) {
        members.put(visit.id(), userId, role);
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "member.put", email + " " + role));
        return "redirect:" + visit.path("members");
    }

    @PostMapping("/t/{slug}/members/{userId}")
    @RequiresPermission(Permission.MEMBER_WRITE)
    String change(Visit visit, @PathVariable long userId, @RequestParam String act, @RequestParam Role role,
            Model model, HttpServletResponse response) {
        var member = members.find(visit.id(), userId).orElseThrow(NotHereException::new);
        boolean remove = act.equals("remove");
        var change = remove ? members.remove(visit.id(), userId) : members.put(visit.id(), userId, role);
        return switch (change) {
            case DONE -> {
                audit.record(visit.id(), AuditEntry.done(visit.principal(), remove ? "member.remove" : "member.put",
                        member.email() + (remove ? "" : " " + role)));
                yield "redirect:" + visit.path("members");
            }
            case NOT_A_MEMBER -> throw new NotHereException();
            case LAST_ADMIN -> refuse(visit, model, response, "", "", Role.VIEWER,
                    "This is the last admin. Make another member an admin first.");
        };
    }

    private String refuse(Visit visit, Model model, HttpServletResponse response, String email, String name, Role role,
            String sentence) {
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return page(visit, model, email, name, role, sentence);
    }

    private String page(Visit visit, Model model, String email, String name, Role role, @Nullable String problem) {
        Shell.of(model, "members", "Members").here("Members");
        model.addAttribute("members", members.list(visit.id()).stream()
                .map(one -> new Row(one.userId(), one.name(), one.email(), one.role().name())).toList());
        model.addAttribute("roles", Arrays.stream(Role.values()).map(Enum::name).toList());
        model.addAttribute("email", email);
        model.addAttribute("name", name);
        model.addAttribute("role", role.name());
        model.addAttribute("problem", problem);
        return "govern/members";
    }

    /// A role in words.
    static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
