// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskRequest;
import io.fermata.integrations.approval.Approval.Content;
import io.fermata.integrations.approval.ApprovalTable.NewRow;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.Membership;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.mail.Outbox;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.JsonNodeFactory;

/// `fermata:approval.waitForTaskToken`: writes the question, invites the people by mail in the same commit, and leaves the
/// execution waiting. A repeated call of the same attempt finds the question and sends nothing. Any thread.
public final class ApprovalIntegration implements TaskIntegration {

    private static final int LONGEST_REQUESTER = 300;

    private final ApprovalTable table;
    private final Candidates candidates;
    private final Invitations invitations;
    private final TransactionOperations transaction;

    ApprovalIntegration(ApprovalTable table, Candidates candidates, Invitations invitations,
            TransactionOperations transaction) {
        this.table = table;
        this.candidates = candidates;
        this.invitations = invitations;
        this.transaction = transaction;
    }

    /// Sends the mails of a question.
    record Invitations(ApprovalLinks links, Outbox outbox, Tenants tenants, String publicUrl) {

        void send(NewRow row, long taskId, List<Membership> people) {
            var tenant = tenants.byId(row.tenant()).orElseThrow();
            for (var person : people) {
                var token = links.create(row.tenant(), taskId, person.email(), row.timeoutAt());
                outbox.enqueue(ApprovalMail.invitation(tenant, person.email(), row.content().title(), row.requester(),
                        publicUrl + "/a/" + token, row.timeoutAt()));
            }
        }
    }

    @Override
    public boolean handles(TaskResource resource) {
        return resource instanceof TaskResource.Integration(_, var service, var action, var pattern)
                && service.equals("fermata") && action.equals("approval")
                && pattern == TaskResource.Pattern.CALLBACK;
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        return switch (Question.read(request.parameters())) {
            case Question.Reading.Bad(var outcome) -> outcome;
            case Question.Reading.Good(var question) -> ask(request, question);
        };
    }

    @Override
    public void abandoned(long tenant, long executionNo, long scheduled) {
        table.withdraw(new TenantId(tenant), executionNo, scheduled);
    }

    private TaskOutcome ask(TaskRequest request, Question question) {
        var tenant = new TenantId(request.tenant());
        var known = table.bySource(tenant, request.executionNo(), request.scheduled());
        if (known.isPresent()) {
            return answered(known.get().approval().id());
        }
        var starters = request.starters().get();
        var found = candidates.find(tenant, question, starters);
        if (found.people().size() < question.quorum()) {
            return new TaskOutcome.Failed("Approval.NoEligibleApprover", infeasible(question, found));
        }
        var row = row(request, question, found, starters);
        try {
            transaction.executeWithoutResult(_ -> {
                long taskId = table.insert(row, found.people());
                invitations.send(row, taskId, found.people());
            });
            return answered(row.publicId());
        } catch (DuplicateKeyException sameAttempt) {
            return table.bySource(tenant, request.executionNo(), request.scheduled())
                    .map(other -> answered(other.approval().id())).orElseThrow(() -> sameAttempt);
        }
    }

    private NewRow row(TaskRequest request, Question question, Candidates.Found found, Set<String> starters) {
        var content = new Content(question.title(), question.summary(), question.facts(), question.stage(),
                question.quorum(), question.onReject(), found.excluded());
        var requester = starters.stream().findFirst().orElse("unknown");
        var timeout = request.timeout();
        return new NewRow(new TenantId(request.tenant()), table.seals().newId(), request.executionNo(),
                request.scheduled(), request.executionArn(), request.stateName(), request.taskToken(), content,
                requester.length() <= LONGEST_REQUESTER ? requester : requester.substring(0, LONGEST_REQUESTER),
                subject(request, content), timeout == null ? null : table.clock().instant().plus(timeout));
    }

    /// The hash of all that people see, and of where it belongs.
    private static byte[] subject(TaskRequest request, Content content) {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("content", ContentJson.write(content));
        json.put("event", request.scheduled()).put("execution", request.executionArn()).put("schema", 1)
                .put("state", request.stateName()).put("stateMachine", request.stateMachineArn());
        return ApprovalSeals.sha256(Json.bytes(json));
    }

    private static String infeasible(Question question, Candidates.Found found) {
        var asked = question.ask().stream().map(Object::toString).collect(Collectors.joining(", "));
        var excluded = found.excluded().isEmpty()
                ? ""
                : " Excluded as starter of the execution: " + String.join(", ", found.excluded())
                        + " (\"exclude\": [] lets the starter answer).";
        return "Stage '" + question.stage() + "' needs " + question.quorum() + " approval(s), but only "
                + found.people().size() + " member(s) of the tenant may give one. Asked: " + asked
                + ". Only members with the role APPROVER or ADMIN decide approvals." + excluded;
    }

    private static TaskOutcome answered(String id) {
        return new TaskOutcome.Answered(JsonNodeFactory.instance.objectNode().put("ApprovalId", id));
    }
}
