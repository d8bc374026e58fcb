// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.mail.Mail;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The words of the invitation. No facts, because a mail is read by more machines than people; one link, which decides
/// nothing by itself.
final class ApprovalMail {

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("d MMMM yyyy 'at' HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final int LONGEST_SUBJECT = 500;

    private ApprovalMail() {}

    static Mail invitation(Tenant tenant, String email, String title, String requester, String link,
            @Nullable Instant timeoutAt) {
        var until = timeoutAt == null
                ? "It waits until somebody answers."
                : "Without an answer it ends on " + TIME.format(timeoutAt) + ".";
        var text = """
                You are asked for an approval in %s:

                  %s

                Started by %s. %s

                Read it, sign in and decide here:

                  %s

                This mail cannot approve anything by itself, and nothing is decided by opening the link.
                Replies to this mail are not read.
                """.formatted(tenant.name(), title, readable(requester), until, link);
        var subject = "[" + tenant.name().replaceAll("\\p{Cntrl}", " ") + "] " + title + " needs your approval";
        return new Mail(tenant.id(), email, subject.substring(0, Math.min(LONGEST_SUBJECT, subject.length())), text,
                "approvals");
    }

    private static String readable(String requester) {
        return requester.replaceFirst("^user:", "").replaceFirst("^key:", "the access key ")
                .replaceFirst("^schedule:", "the schedule ").replaceFirst("^webhook:", "the webhook ");
    }
}
