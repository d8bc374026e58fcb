// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.text;

import io.fermata.integrations.approval.Approval;
import java.util.List;
import java.util.Locale;

/// An approval in words: how it stands, what somebody said, what it still needs.
public final class ApprovalWords {

    private static final StatusWord APPROVED = new StatusWord("Approved", "ok", "i-check");
    private static final StatusWord REJECTED = new StatusWord("Rejected", "bad", "i-x");
    private static final StatusWord WITHDRAWN = new StatusWord("Withdrawn", "idle", "i-stop");

    private ApprovalWords() {}

    /// "Approved" or "Rejected".
    public static StatusWord of(Approval.Choice choice) {
        return switch (choice) {
            case APPROVE -> APPROVED;
            case REJECT -> REJECTED;
        };
    }

    /// What somebody did: "approved" or "rejected".
    public static String did(Approval.Choice choice) {
        return of(choice).word().toLowerCase(Locale.ROOT);
    }

    /// How an approval stands.
    public static StatusWord status(Approval approval) {
        return switch (approval.status()) {
            case OPEN -> StatusWord.WAITING_FOR_APPROVAL;
            case DECIDED -> approval.outcome().map(ApprovalWords::of).orElse(APPROVED);
            case EXPIRED -> StatusWord.TIMED_OUT;
            case WITHDRAWN -> WITHDRAWN;
        };
    }

    /// What an approval still needs or how it ended, as one sentence.
    public static String progress(Approval approval) {
        int missing = missing(approval);
        return switch (approval.status()) {
            case OPEN -> missing == 1 ? "One more approval is needed." : missing + " more approvals are needed.";
            case DECIDED -> approval.approvals() + " of " + approval.content().quorum() + " approvals.";
            case EXPIRED -> "Nobody decided in time.";
            case WITHDRAWN -> "The execution went on or ended without an answer.";
        };
    }

    /// How many approvals an open question lacks.
    public static int missing(Approval approval) {
        return approval.content().quorum() - approval.approvals();
    }

    /// The people who were asked and have not answered, by name.
    public static List<String> unanswered(Approval approval) {
        return approval.candidates().stream().filter(candidate -> !candidate.answered()).map(Approval.Candidate::name)
                .toList();
    }

    /// "Ana", "Ana and Ben", "Ana, Ben and Cleo".
    public static String list(List<String> names) {
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
