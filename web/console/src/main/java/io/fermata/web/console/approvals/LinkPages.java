// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.approvals;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.integrations.approval.Approval;
import io.fermata.integrations.approval.Approvals;
import io.fermata.integrations.approval.Decision;
import io.fermata.integrations.approval.DecisionAnswer;
import io.fermata.integrations.approval.LinkAnswer;
import io.fermata.tenancy.Members;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.People;
import io.fermata.web.console.access.SignedIn;
import io.fermata.web.console.access.WithoutTenant;
import io.fermata.web.console.access.WithoutTenant.Who;
import io.fermata.web.console.text.Words;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The link of an approval mail (approvals.md section 7). It is an invitation, not a login: GET and HEAD decide nothing, and
/// the facts appear only to the invited person, signed in.
@Controller
class LinkPages {

    private static final int MISSES_IN_A_MINUTE = 20;

    private final Approvals approvals;
    private final Tenants tenants;
    private final Members members;
    private final People people;
    private final InstantSource clock;
    private final Cache<String, AtomicInteger> misses = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1)).build();

    LinkPages(Approvals approvals, Tenants tenants, Members members, People people, InstantSource clock) {
        this.approvals = approvals;
        this.tenants = tenants;
        this.members = members;
        this.people = people;
        this.clock = clock;
    }

    @GetMapping("/a/{token}")
    @WithoutTenant(Who.ANYBODY)
    String show(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("X-Robots-Tag", "noindex");
        if (tooManyMisses(request)) {
            return over(model, response, HttpStatus.TOO_MANY_REQUESTS, "Too many requests",
                    "Wait a minute and try again.");
        }
        return switch (approvals.byLink(token)) {
            case LinkAnswer.Open(var tenant, var email, var approval) ->
                invited(token, tenant, email, approval, "", null, model, response);
            case LinkAnswer.Decided(var tenant, var email, var approval) ->
                invited(token, tenant, email, approval, "", null, model, response);
            case LinkAnswer.Withdrawn(var tenant, var email, var approval) ->
                invited(token, tenant, email, approval, "", null, model, response);
            case LinkAnswer.Expired _,LinkAnswer.Unknown _ -> {
                count(request);
                yield over(model, response, HttpStatus.NOT_FOUND, "This link does not work any more",
                        "It is too old, was used up or is not complete. Sign in to see what waits for you.");
            }
        };
    }

    @PostMapping("/a/{token}")
    @WithoutTenant(Who.ANYBODY)
    String decide(@PathVariable String token, @RequestParam Approval.Choice choice,
            @RequestParam(defaultValue = "") String comment, @RequestParam String subject, @RequestParam String nonce,
            Model model, HttpServletRequest request, HttpServletResponse response) {
        var here = "redirect:/a/" + token;
        if (!(approvals.byLink(token) instanceof LinkAnswer.Open(var tenant, var email, var approval))) {
            return here;
        }
        var person = people.signedIn().filter(found -> found.email().equals(email));
        if (person.isEmpty()) {
            return here;
        }
        if (!mayDecide(tenant, person.get())) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return invited(token, tenant, email, approval, comment,
                    "Your role does not decide approvals. An admin can give you another one.", model, response);
        }
        var decision = new Decision(tenant, approval.id(), person.get().userId(), choice, comment, subject, nonce,
                request.getRemoteAddr());
        return switch (approvals.decide(decision)) {
            case DecisionAnswer.Recorded _,DecisionAnswer.AlreadyVoted _,DecisionAnswer.Closed _ -> here;
            case DecisionAnswer.Changed(var now) -> {
                response.setStatus(HttpServletResponse.SC_CONFLICT);
                yield invited(token, tenant, email, now, comment, Verdicts.CHANGED, model, response);
            }
            case DecisionAnswer.NotAllowed(var sentence) -> {
                response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
                yield invited(token, tenant, email, approval, comment, sentence, model, response);
            }
            case DecisionAnswer.Unfit(_, var sentence) -> {
                response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
                yield invited(token, tenant, email, approval, comment, sentence, model, response);
            }
            case DecisionAnswer.Unknown _ -> throw new NotHereException();
        };
    }

    private String invited(String token, TenantId tenantId, String email, Approval approval, String comment,
            @Nullable String problem, Model model, HttpServletResponse response) {
        var tenant = tenants.byId(tenantId).orElseThrow(NotHereException::new);
        model.addAttribute("tenantName", tenant.name());
        Optional<SignedIn> person = people.signedIn();
        if (person.isEmpty()) {
            var now = clock.instant();
            model.addAttribute("due", approval.timeoutAt().map(at -> Words.time(at, now)).orElse(null));
            model.addAttribute("next", "/a/" + token);
            return "approvals/invitation";
        }
        if (!person.get().email().equals(email)) {
            return over(model, response, HttpStatus.FORBIDDEN, "This was sent to somebody else",
                    "It was sent to " + masked(email) + "; you are signed in as " + person.get().email() + ".");
        }
        return ask(token, tenant, approval, person.get(), comment, problem, model);
    }

    private String ask(String token, Tenant tenant, Approval approval, SignedIn person, String comment,
            @Nullable String problem, Model model) {
        Verdicts.show(model, ApprovalView.of(approval, person.userId(), clock.instant()),
                mayDecide(tenant.id(), person), comment, problem);
        model.addAttribute("nonce", approvals.nonce(tenant.id(), approval, person.userId()));
        model.addAttribute("action", "/a/" + token);
        model.addAttribute("who", person.name());
        model.addAttribute("back", "/t/" + tenant.slug() + "/approvals");
        return "approvals/ask";
    }

    private boolean mayDecide(TenantId tenant, SignedIn person) {
        return members.find(tenant, person.userId())
                .filter(member -> member.principal().may(Permission.APPROVAL_DECIDE)).isPresent();
    }

    private static String over(Model model, HttpServletResponse response, HttpStatus status, String heading,
            String sentence) {
        response.setStatus(status.value());
        model.addAttribute("heading", heading);
        model.addAttribute("sentence", sentence);
        return "approvals/over";
    }

    private static String masked(String email) {
        int at = email.indexOf('@');
        return email.substring(0, 1) + "***" + email.substring(at).toLowerCase(Locale.ROOT);
    }

    private boolean tooManyMisses(HttpServletRequest request) {
        var counted = misses.getIfPresent(request.getRemoteAddr());
        return counted != null && counted.get() >= MISSES_IN_A_MINUTE;
    }

    private void count(HttpServletRequest request) {
        misses.get(request.getRemoteAddr(), _ -> new AtomicInteger()).incrementAndGet();
    }
}
