// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import java.security.SecureRandom;

/// Passwords that a machine makes for people to type once.
final class Secrets {

    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    private Secrets() {}

    /// Four groups of five letters and digits that look unlike: 100 bits.
    static String password() {
        var random = new SecureRandom();
        var password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                password.append('-');
            }
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
