// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The timestamps of the language: RFC 3339 with an upper-case `T`, at most nine digits of fraction, and `Z` or an offset.
public final class Timestamps {

    private static final Pattern FORM = Pattern
            .compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

    private Timestamps() {}

    /// The moment; null when the text is no timestamp.
    public static @Nullable Instant parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
