// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.approvals;

import io.fermata.integrations.approval.Approval;
import io.fermata.integrations.approval.Approvals;
import io.fermata.integrations.approval.Decision;
import io.fermata.integrations.approval.DecisionAnswer;
import io.fermata.tenancy.Permission;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.executions.ExecutionRows;
import io.fermata.web.console.frame.Shell;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The inbox and the page of one approval for who is signed in to the tenant. Looking decides nothing; the form does.
@Controller
class ApprovalPages {

    private final Approvals approvals;
    private final ExecutionRows executions;
    private final InstantSource clock;

    ApprovalPages(Approvals approvals, ExecutionRows executions, InstantSource clock) {
        this.approvals = approvals;
        this.executions = executions;
        this.clock = clock;
    }

    @GetMapping("/t/{slug}/approvals")
    @RequiresPermission(Permission.APPROVAL_READ)
    String inbox(Visit visit, Model model) {
        Shell.of(model, "approvals", "Approvals").here("Approvals");
        long me = visit.member().userId();
        var now = clock.instant();
        model.addAttribute("mine", approvals.waitingFor(visit.id(), me).stream()
                .map(approval -> ApprovalView.of(approval, me, now)).toList());
        model.addAttribute("all", approvals.newest(visit.id()).stream()
                .map(approval -> ApprovalView.of(approval, me, now)).toList());
        return "approvals/inbox";
    }

    @GetMapping("/t/{slug}/approvals/{id}")
    @RequiresPermission(Permission.APPROVAL_READ)
    String detail(Visit visit, @PathVariable String id, Model model) {
        var approval = approvals.find(visit.id(), id).orElseThrow(NotHereException::new);
        return page(visit, approval, "", null, model);
    }

    @PostMapping("/t/{slug}/approvals/{id}")
    @RequiresPermission(Permission.APPROVAL_DECIDE)
    String decide(Visit visit, @PathVariable String id, @RequestParam Approval.Choice choice,
            @RequestParam(defaultValue = "") String comment, @RequestParam String subject, @RequestParam String nonce,
            Model model, HttpServletRequest request, HttpServletResponse response) {
        var decision = new Decision(visit.id(), id, visit.member().userId(), choice, comment, subject, nonce,
                request.getRemoteAddr());
        return switch (approvals.decide(decision)) {
            case DecisionAnswer.Recorded _,DecisionAnswer.AlreadyVoted _,DecisionAnswer.Closed _ ->
                "redirect:" + visit.path("approvals", id);
            case DecisionAnswer.Changed(var approval) -> {
                response.setStatus(HttpServletResponse.SC_CONFLICT);
                yield page(visit, approval, comment, Verdicts.CHANGED, model);
            }
            case DecisionAnswer.NotAllowed(var sentence) -> refuse(visit, id, comment, sentence, model, response);
            case DecisionAnswer.Unfit(_, var sentence) -> refuse(visit, id, comment, sentence, model, response);
            case DecisionAnswer.Unknown _ -> throw new NotHereException();
        };
    }

    private String refuse(Visit visit, String id, String comment, String sentence, Model model,
            HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return page(visit, approvals.find(visit.id(), id).orElseThrow(NotHereException::new), comment, sentence, model);
    }

    private String page(Visit visit, Approval approval, String comment, @Nullable String problem, Model model) {
        long me = visit.member().userId();
        boolean may = visit.may(Permission.APPROVAL_DECIDE);
        Verdicts.show(model, ApprovalView.of(approval, me, clock.instant()), may, comment, problem);
        model.addAttribute("nonce", approvals.nonce(visit.id(), approval, me));
        model.addAttribute("action", visit.path("approvals", approval.id()));
        model.addAttribute("tenantName", visit.tenant().name());
        model.addAttribute("who", visit.member().name());
        model.addAttribute("back", visit.path("approvals"));
        model.addAttribute("execution", executions.href(visit, approval.executionNo()).orElse(null));
        return "approvals/ask";
    }
}
