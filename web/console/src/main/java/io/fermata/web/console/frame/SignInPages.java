// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.frame;

import io.fermata.tenancy.Members;
import io.fermata.tenancy.Users;
import io.fermata.web.console.access.LocalPath;
import io.fermata.web.console.access.People;
import io.fermata.web.console.access.Sessions;
import io.fermata.web.console.access.WithoutTenant;
import io.fermata.web.console.access.WithoutTenant.Who;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Sign-in and sign-out. Every failure has the same message, so that nobody learns which e-mail addresses are known.
@Controller
class SignInPages {

    private static final Logger log = LoggerFactory.getLogger(SignInPages.class);

    private final Users users;
    private final Members members;
    private final Sessions sessions;
    private final People people;

    SignInPages(Users users, Members members, Sessions sessions, People people) {
        this.users = users;
        this.members = members;
        this.sessions = sessions;
        this.people = people;
    }

    @GetMapping("/")
    @WithoutTenant(Who.ANYBODY)
    String root() {
        return people.signedIn().map(person -> "redirect:" + home(person.userId())).orElse("redirect:/signin");
    }

    @GetMapping("/signin")
    @WithoutTenant(Who.ANYBODY)
    String form(@RequestParam(defaultValue = "/") String next, Model model) {
        model.addAttribute("next", LocalPath.orElse(next, "/"));
        return "frame/sign-in";
    }

    @PostMapping("/signin")
    @WithoutTenant(Who.ANYBODY)
    String signIn(@RequestParam(defaultValue = "") String email, @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "/") String next, Model model, HttpServletRequest request,
            HttpServletResponse response) {
        var target = LocalPath.orElse(next, "/");
        return switch (users.verify(email, password)) {
            case Users.Accepted(var user) -> {
                sessions.begin(user, request, response);
                yield "redirect:" + (target.equals("/") ? home(user.id()) : target);
            }
            case Users.Rejected _,Users.Blocked _ -> {
                log.info("A sign-in was refused: network={}", request.getRemoteAddr());
                response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
                model.addAttribute("next", target);
                model.addAttribute("email", email);
                model.addAttribute("refused", true);
                yield "frame/sign-in";
            }
        };
    }

    @PostMapping("/signout")
    @WithoutTenant(Who.ANYBODY)
    String signOut(HttpServletRequest request, HttpServletResponse response) {
        sessions.end(request, response);
        return "redirect:/signin";
    }

    private String home(long userId) {
        var tenants = members.tenantsOf(userId);
        return tenants.size() == 1 ? "/t/" + tenants.getFirst().slug() : "/tenants";
    }
}
