// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.mail;

import io.fermata.tenancy.TenantId;

/// A message to one person, in plain text.
///
/// @param to one address, at most 254 characters
/// @param subject one line, at most 500 characters
/// @param text the body
/// @param topic what the mail is about, for filters: letters, digits and hyphens, such as `approvals`; becomes the `List-Id`
public record Mail(TenantId tenant, String to, String subject, String text, String topic) {

    private static final int LONGEST_ADDRESS = 254;
    private static final int LONGEST_SUBJECT = 500;

    /// @throws IllegalArgumentException if a header would carry a line break, or a field breaks its rule
    public Mail {
        if (to.length() > LONGEST_ADDRESS || !to.matches("[^\\s@<>,;:\"\\p{Cntrl}]+@[^\\s@<>,;:\"\\p{Cntrl}]+")) {
            throw new IllegalArgumentException(
                    "A mail goes to one address of the form name@host with at most " + LONGEST_ADDRESS + " characters");
        }
        if (subject.isBlank() || subject.length() > LONGEST_SUBJECT || subject.codePoints().anyMatch(Mail::isControl)) {
            throw new IllegalArgumentException(
                    "The subject of a mail is one line of 1 to " + LONGEST_SUBJECT + " characters");
        }
        if (!topic.matches("[a-z0-9-]{1,50}")) {
            throw new IllegalArgumentException(
                    "The topic of a mail has 1 to 50 lower-case letters, digits and hyphens");
        }
    }

    @Override
    public String toString() {
        return "mail to " + to;
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
    }
}
