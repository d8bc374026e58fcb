// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.audit;

import io.fermata.tenancy.Principal;

/// One thing that was done or refused. No payloads and no secrets in any field.
///
/// @param actor at most 300 characters, for example `user:ada@example.org` or `system`
/// @param action at most 100 characters, noun and verb, for example `state-machine.delete`
/// @param object what it was done to, an ARN or a name, at most 2,000 characters
/// @param network the address of the caller, or empty
/// @param detail one sentence, at most 2,000 characters, or empty
public record AuditEntry(String actor, String action, String object, Outcome outcome, String network, String detail) {

    /// Whether it was done.
    public enum Outcome {
        DONE,
        REFUSED
    }

    /// Cuts texts that are too long, because an audit entry must not be lost for its length.
    public AuditEntry {
        actor = cut(actor, 300);
        action = cut(action, 100);
        object = cut(object, 2_000);
        network = cut(network, 64);
        detail = cut(detail, 2_000);
    }

    /// Something that the principal did.
    public static AuditEntry done(Principal actor, String action, String object) {
        return new AuditEntry(actor.name(), action, object, Outcome.DONE, "", "");
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest));
    }
}
