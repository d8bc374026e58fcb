// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.integrations.approval.Approval;
import io.fermata.integrations.approval.Approval.Vote;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.text.ApprovalWords;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question that an execution asked people, with who said what and when, as its page prints it.
///
/// @param href the page of the approval
/// @param waiting who is asked and has not answered; empty once it is over
/// @param due when it times out; null when it is over or waits for ever
record Asked(String title, String href, StatusWord status, List<Said> votes, String waiting, String progress,
        String stage, Words.@Nullable Time due, String dueIn) {

    /// What somebody said.
    ///
    /// @param did `approved` or `rejected`
    record Said(String name, StatusWord choice, String did, Words.Time at, String comment) {}

    static Asked of(Visit visit, Approval approval, Instant now) {
        boolean open = approval.status() == Approval.Status.OPEN;
        var due = approval.timeoutAt().filter(_ -> open);
        var votes = approval.votes().stream().map(vote -> new Said(vote.name(), ApprovalWords.of(vote.choice()),
                ApprovalWords.did(vote.choice()), Words.time(vote.at(), now), vote.comment())).toList();
        return new Asked(approval.content().title(), visit.path("approvals", approval.id()),
                ApprovalWords.status(approval), votes,
                open ? ApprovalWords.list(ApprovalWords.unanswered(approval)) : "", ApprovalWords.progress(approval),
                approval.content().stage(), due.map(at -> Words.time(at, now)).orElse(null),
                due.map(at -> Words.relative(at, now)).orElse(""));
    }

    /// How a question stands while the execution waits for it: who said what, what is missing, when it gives up.
    static String standing(Approval approval, Instant now) {
        return switch (approval.status()) {
            case OPEN -> " " + soFar(approval) + approval.timeoutAt()
                    .map(at -> " It times out " + Words.time(at, now).text() + ", " + Words.relative(at, now) + ".")
                    .orElse("");
            case DECIDED -> " " + last(approval) + "the execution is about to go on.";
            case EXPIRED -> " Nobody decided in time; the execution is about to go on.";
            case WITHDRAWN -> "";
        };
    }

    private static String soFar(Approval approval) {
        int missing = ApprovalWords.missing(approval);
        var more = approval.votes().isEmpty() ? "" : " more";
        var needed = missing == 1
                ? "one" + more + " approval is needed."
                : missing + more + " approvals are needed.";
        return approval.votes().isEmpty()
                ? "Nobody has answered yet; " + needed
                : ApprovalWords.list(approval.votes().stream().map(Vote::name).toList()) + " approved; " + needed;
    }

    private static String last(Approval approval) {
        if (approval.votes().isEmpty()) {
            return "Decided; ";
        }
        var vote = approval.votes().getLast();
        return vote.name() + " " + ApprovalWords.did(vote.choice()) + "; ";
    }
}
