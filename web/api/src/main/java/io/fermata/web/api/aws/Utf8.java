// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import java.nio.charset.StandardCharsets;

/// Sizes of texts in bytes of UTF-8. Stateless.
final class Utf8 {

    private static final int MOST_PER_CHARACTER = 3;

    private Utf8() {}

    /// Whether the text has more than so many bytes. Costs nothing for a text that is far from it.
    static boolean isLonger(String text, int bytes) {
        if (text.length() <= bytes / MOST_PER_CHARACTER) {
            return false;
        }
        return text.length() > bytes || text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }
}
