// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import java.util.Locale;
import java.util.Optional;

/// What a password must be. Length counts, composition does not (OWASP ASVS 5.0, 6.2).
final class PasswordRules {

    static final int SHORTEST = 12;
    static final int LONGEST = 128;

    private PasswordRules() {}

    /// The sentence that refuses the password, or empty.
    static Optional<String> problem(String password, String email) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            return Optional.of("The password has " + SHORTEST + " to " + LONGEST + " characters, not " + length);
        }
        if (password.codePoints().distinct().count() < 4) {
            return Optional.of("The password repeats too few characters: use at least 4 different ones");
        }
        if (password.toLowerCase(Locale.ROOT).contains(email)) {
            return Optional.of("The password contains the e-mail address: choose another");
        }
        return Optional.empty();
    }
}
