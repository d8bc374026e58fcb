// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.approvals;

import io.fermata.integrations.approval.Approval;
import io.fermata.web.console.text.ApprovalWords;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An approval, ready to print.
///
/// @param due null when it waits for ever
/// @param mine whether the person who looks may decide now
/// @param voted what that person has said, or an empty text
record ApprovalView(String id, String title, String summary, String state, String asked, StatusWord status,
        String progress, Words.@Nullable Time due, String dueIn, Words.Time created, List<Approval.Fact> facts,
        List<Said> votes, String waitingFor, boolean mine, String voted, String subject) {

    /// What somebody said.
    record Said(String name, StatusWord choice, String comment, Words.Time at) {}

    static ApprovalView of(Approval approval, long userId, Instant now) {
        var content = approval.content();
        var due = approval.timeoutAt();
        var votes = approval.votes().stream()
                .map(vote -> new Said(vote.name(), ApprovalWords.of(vote.choice()), vote.comment(),
                        Words.time(vote.at(), now)))
                .toList();
        var waiting = ApprovalWords.unanswered(approval);
        var voted = approval.votes().stream().filter(vote -> vote.userId() == userId).findFirst()
                .map(vote -> ApprovalWords.did(vote.choice())).orElse("");
        return new ApprovalView(approval.id(), content.title(), content.summary(), approval.stateName(),
                approval.requester().replaceFirst("^(user|key):", ""), ApprovalWords.status(approval),
                ApprovalWords.progress(approval),
                due.map(at -> Words.time(at, now)).orElse(null), due.map(at -> Words.relative(at, now)).orElse(""),
                Words.time(approval.createdAt(), now), content.facts().stream().map(ApprovalView::printed).toList(),
                votes, String.join(", ", waiting), approval.waitsFor(userId), voted, approval.subjectSha256());
    }

    private static Approval.Fact printed(Approval.Fact fact) {
        return fact.currency().isEmpty()
                ? fact
                : new Approval.Fact(fact.label(), fact.currency() + " " + fact.value(), fact.kind(), "", fact.lead());
    }
}
