// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One question to people, as pages show it. A value read at one time.
///
/// @param id `apv_` and 26 characters; the only name of it outside the house
/// @param executionNo the execution that waits for the answer
/// @param scheduledEvent id of the event there that asked
/// @param requester who started that execution, as audit entries name people
/// @param subjectSha256 64 hex digits over everything that is shown; a vote must repeat it
/// @param timeoutAt when the task gives up; empty if it waits for ever
/// @param candidates who is asked, by e-mail
/// @param votes in the order in which they were given
public record Approval(String id, long executionNo, long scheduledEvent, String executionArn, String stateName,
        Content content, String requester, Status status, Optional<Choice> outcome, String subjectSha256,
        Optional<Instant> timeoutAt, Instant createdAt, Optional<Instant> decidedAt, List<Candidate> candidates,
        List<Vote> votes) {

    /// What is shown, and the rule. Frozen when the question is asked.
    ///
    /// @param onReject what becomes of the execution when people say no
    /// @param excluded e-mails of people who were not asked because they started the execution
    public record Content(String title, String summary, List<Fact> facts, String stage, int quorum, OnReject onReject,
            List<String> excluded) {

        public Content {
            facts = List.copyOf(facts);
            excluded = List.copyOf(excluded);
        }
    }

    /// One line of what is to be judged.
    ///
    /// @param kind `text`, `money`, `number`, `date`, `person`, `link` or `code`
    /// @param currency for money, for instance `EUR`; else empty
    /// @param lead whether it is the fact that matters most
    public record Fact(String label, String value, String kind, String currency, boolean lead) {}

    /// Where a question is in its life.
    public enum Status {
        OPEN,
        DECIDED,
        /// Nobody decided in time.
        EXPIRED,
        /// The execution went on or ended without an answer.
        WITHDRAWN
    }

    /// What a person says.
    public enum Choice {
        APPROVE,
        REJECT
    }

    /// What a rejection does to the execution.
    public enum OnReject {
        /// The task fails with `Approval.Rejected`.
        FAIL,
        /// The task ends well, with the decision as its output.
        RETURN
    }

    /// Somebody who is asked.
    public record Candidate(long userId, String email, String name, boolean answered) {}

    /// What somebody said.
    public record Vote(long userId, String email, String name, Choice choice, String comment, Instant at) {}

    public Approval {
        candidates = List.copyOf(candidates);
        votes = List.copyOf(votes);
    }

    /// How many people have approved so far.
    public int approvals() {
        return (int) votes.stream().filter(vote -> vote.choice() == Choice.APPROVE).count();
    }

    /// Whether a person is asked and has not answered.
    public boolean waitsFor(long userId) {
        return status == Status.OPEN
                && candidates.stream().anyMatch(candidate -> candidate.userId() == userId && !candidate.answered());
    }
}
