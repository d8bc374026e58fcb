// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.integrations.approval.Approval.Choice;
import io.fermata.integrations.approval.Approval.Status;
import io.fermata.integrations.approval.ApprovalTable.Row;
import io.fermata.tenancy.Members;
import io.fermata.tenancy.Membership;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;

/// The approvals of a tenant: what waits for whom, and the one way to decide. Nothing but [#decide] changes anything. A vote,
/// its audit entry and the order to resume the execution are one commit. Any thread.
public final class Approvals {

    private static final int LONGEST_COMMENT = 2_000;
    private static final int LONGEST_LIST = 200;

    private final ApprovalTable table;
    private final ApprovalLinks links;
    private final ApprovalOrders orders;
    private final TransactionOperations transaction;
    private final Members members;
    private final Audit audit;

    Approvals(ApprovalTable table, ApprovalLinks links, ApprovalOrders orders, TransactionOperations transaction,
            Members members, Audit audit) {
        this.table = table;
        this.links = links;
        this.orders = orders;
        this.transaction = transaction;
        this.members = members;
        this.audit = audit;
    }

    /// What waits for a person, oldest first, at most 200.
    public List<Approval> waitingFor(TenantId tenant, long userId) {
        return table.waitingFor(tenant, userId, LONGEST_LIST).stream().map(Row::approval).toList();
    }

    /// How many approvals wait for a person. Reads no content, so it is cheap enough for every page.
    public int countWaitingFor(TenantId tenant, long userId) {
        return table.countWaitingFor(tenant, userId);
    }

    /// How many votes each of these executions has got so far, in one statement. An execution without votes is left out. The
    /// numbers never fall.
    public Map<Long, Long> countVotes(TenantId tenant, Collection<Long> executionNos) {
        return executionNos.isEmpty() ? Map.of() : table.countVotes(tenant, executionNos);
    }

    /// The newest approvals of a tenant, whatever became of them, newest first, at most 200.
    public List<Approval> newest(TenantId tenant) {
        return table.newest(tenant, LONGEST_LIST).stream().map(Row::approval).toList();
    }

    /// The approval of that name.
    public Optional<Approval> find(TenantId tenant, String approvalId) {
        return table.byPublicId(tenant, approvalId).map(Row::approval);
    }

    /// What an execution has asked people so far, oldest first: who decided and when.
    public List<Approval> forExecution(TenantId tenant, long executionNo) {
        return table.byExecution(tenant, executionNo).stream().map(Row::approval).toList();
    }

    /// Whether an attempt is an approval, so that only people may answer it.
    ///
    /// @param scheduledEvent id of the event that began the attempt
    public boolean isApproval(TenantId tenant, long executionNo, long scheduledEvent) {
        return table.exists(tenant, executionNo, scheduledEvent);
    }

    /// What the link of a mail leads to. Changes nothing, however often scanners and previews ask.
    public LinkAnswer byLink(String token) {
        var link = links.find(token);
        if (link.isEmpty()) {
            return new LinkAnswer.Unknown();
        }
        var tenant = link.get().tenant();
        var email = link.get().email();
        var approval = table.byId(tenant, link.get().taskId()).orElseThrow().approval();
        return switch (approval.status()) {
            case DECIDED -> new LinkAnswer.Decided(tenant, email, approval);
            case WITHDRAWN -> new LinkAnswer.Withdrawn(tenant, email, approval);
            case EXPIRED -> new LinkAnswer.Expired();
            case OPEN -> link.get().alive() ? new LinkAnswer.Open(tenant, email, approval) : new LinkAnswer.Expired();
        };
    }

    /// What the form of the approval page must send back. Bound to the person and to what the page shows.
    public String nonce(TenantId tenant, Approval approval, long userId) {
        return table.seals().nonce(tenant, approval.id(), approval.subjectSha256(), userId);
    }

    /// Counts a person's vote, if this person may give it now.
    public DecisionAnswer decide(Decision decision) {
        if (decision.comment().codePointCount(0, decision.comment().length()) > LONGEST_COMMENT) {
            return new DecisionAnswer.Unfit("comment",
                    "The comment has at most " + LONGEST_COMMENT + " characters; please shorten it.");
        }
        // Outside the transaction, because Hibernate's session of the tenant must begin one of its own.
        var person = members.find(decision.tenant(), decision.userId());
        if (person.isEmpty()) {
            return new DecisionAnswer.Unknown();
        }
        var answer = Objects.requireNonNull(transaction.execute(_ -> table
                .lock(decision.tenant(), decision.approvalId()).map(row -> decide(row, person.get(), decision))
                .orElseGet(DecisionAnswer.Unknown::new)));
        orders.wake();
        return answer;
    }

    private DecisionAnswer decide(Row row, Membership person, Decision decision) {
        var approval = row.approval();
        var refused = refusal(approval, person, decision);
        if (refused.isPresent()) {
            return refused.get();
        }
        table.insertVote(row, person, decision.choice(), decision.comment().strip(), decision.network());
        audit.record(decision.tenant(),
                new AuditEntry(person.principal().name(),
                        "approval." + decision.choice().name().toLowerCase(Locale.ROOT), approval.id(),
                        AuditEntry.Outcome.DONE, decision.network(), approval.executionArn()));
        var votes = new ArrayList<Choice>();
        approval.votes().forEach(vote -> votes.add(vote.choice()));
        votes.add(decision.choice());
        var outcome = Rule.outcome(votes, approval.content().quorum());
        outcome.ifPresent(choice -> {
            table.close(row, Status.DECIDED, choice);
            links.revoke(row.tenant(), row.id());
            var now = table.byId(row.tenant(), row.id()).orElseThrow().approval();
            orders.insert(row.tenant(), row.id(), ContentJson.outcome(now.content(), choice, now.votes()));
        });
        return new DecisionAnswer.Recorded(table.byId(row.tenant(), row.id()).orElseThrow().approval());
    }

    private Optional<DecisionAnswer> refusal(Approval approval, Membership person, Decision decision) {
        if (approval.content().excluded().contains(person.email())) {
            return Optional.of(new DecisionAnswer.NotAllowed("You started this execution, so others must decide."));
        }
        if (approval.candidates().stream().noneMatch(candidate -> candidate.userId() == person.userId())) {
            return Optional.of(new DecisionAnswer.NotAllowed("You are not one of the people who are asked."));
        }
        if (!Candidates.mayDecide(person)) {
            return Optional.of(new DecisionAnswer.NotAllowed("Your role " + person.role()
                    + " does not decide approvals any more. An admin can give you the role APPROVER."));
        }
        if (approval.votes().stream().anyMatch(vote -> vote.userId() == person.userId())) {
            return Optional.of(new DecisionAnswer.AlreadyVoted(approval));
        }
        if (approval.status() != Status.OPEN) {
            return Optional.of(new DecisionAnswer.Closed(approval));
        }
        if (!ApprovalSeals.same(approval.subjectSha256(), decision.subjectSha256())) {
            return Optional.of(new DecisionAnswer.Changed(approval));
        }
        if (!ApprovalSeals.same(nonce(decision.tenant(), approval, person.userId()), decision.nonce())) {
            return Optional.of(new DecisionAnswer.Unfit("nonce",
                    "The form is not one that Fermata made for you: open the approval again and decide there."));
        }
        return Optional.empty();
    }
}
