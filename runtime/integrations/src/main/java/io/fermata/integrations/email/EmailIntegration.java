// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.email;

import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskRequest;
import io.fermata.integrations.parameters.Parameters;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.mail.Mail;
import io.fermata.tenancy.mail.Outbox;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.JsonNodeFactory;

/// `fermata:email`: puts a plain-text mail for each recipient into the outbox and answers at once with its id, which is the
/// same for a repeated call. A call that is repeated after a crash may send twice. Any thread.
public final class EmailIntegration implements TaskIntegration {

    private static final int MOST_RECIPIENTS = 50;
    private static final int LONGEST_ADDRESS = 254;
    private static final int LONGEST_SUBJECT = 500;
    private static final int LONGEST_TEXT = 100_000;

    private final Outbox outbox;
    private final TransactionOperations transaction;
    private final KeyRing keys;

    public EmailIntegration(Outbox outbox, TransactionOperations transaction, KeyRing keys) {
        this.outbox = outbox;
        this.transaction = transaction;
        this.keys = keys;
    }

    @Override
    public boolean handles(TaskResource resource) {
        return resource instanceof TaskResource.Integration(_, var service, var action, var pattern)
                && service.equals("fermata") && action.equals("email")
                && pattern == TaskResource.Pattern.REQUEST_RESPONSE;
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        var tenant = new TenantId(request.tenant());
        var fields = Parameters.of(request.parameters());
        var to = fields.texts("to", 1, MOST_RECIPIENTS, LONGEST_ADDRESS);
        if (to.isEmpty()) {
            fields.note("to", "is required but was missing");
        }
        var subject = fields.text("subject", 1, LONGEST_SUBJECT);
        var text = fields.text("text", 1, LONGEST_TEXT);
        var recipients = new LinkedHashSet<>(to.orElse(List.of()));
        recipients.addAll(fields.texts("cc", 0, MOST_RECIPIENTS, LONGEST_ADDRESS).orElse(List.of()));
        var mails = new ArrayList<Mail>();
        if (!subject.isEmpty()) {
            for (var recipient : recipients) {
                try {
                    mails.add(new Mail(tenant, recipient, subject, text, "workflow"));
                } catch (IllegalArgumentException unfit) {
                    fields.note("to, cc or subject", "does not fit: " + unfit.getMessage());
                }
            }
        }
        var problem = fields.problem();
        if (problem.isPresent()) {
            return problem.get();
        }
        transaction.executeWithoutResult(_ -> mails.forEach(outbox::enqueue));
        return new TaskOutcome.Answered(JsonNodeFactory.instance.objectNode().put("MessageId", id(tenant, request)));
    }

    private String id(TenantId tenant, TaskRequest request) {
        var mac = ByteBuffer.wrap(
                keys.mac(tenant, "email-message", request.idempotencyKey().getBytes(StandardCharsets.UTF_8)));
        return new UUID(mac.getLong(), mac.getLong()).toString();
    }
}
