// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times, durations and sizes as pages print them (console-ux.md section 3). The zone is always printed.
public final class Words {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATED = DateTimeFormatter
            .ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Words() {}

    /// A moment with its ISO form.
    public record Time(String iso, String text) {}

    /// A moment; the year is printed when it is not the current one.
    public static Time time(Instant at, Instant now) {
        boolean sameYear = at.atOffset(ZoneOffset.UTC).getYear() == now.atOffset(ZoneOffset.UTC).getYear();
        return new Time(at.toString(), (sameYear ? MOMENT : DATED).format(at));
    }

    /// "12 min ago", "in 3 h".
    public static String relative(Instant at, Instant now) {
        var distance = Duration.between(at, now);
        var size = distance.abs();
        var text = size.toSeconds() < 60
                ? size.toSeconds() + " s"
                : size.toMinutes() < 60
                        ? size.toMinutes() + " min"
                        : size.toHours() < 48 ? size.toHours() + " h" : size.toDays() + " days";
        return distance.isNegative() ? "in " + text : text + " ago";
    }

    /// "182 ms", "3.41 s", "12 m 27 s", "3 d 4 h".
    public static String duration(Duration duration) {
        var size = duration.isNegative() ? Duration.ZERO : duration;
        if (size.toMillis() < 1_000) {
            return size.toMillis() + " ms";
        }
        if (size.toSeconds() < 60) {
            return String.format(Locale.ROOT, "%.2f s", size.toMillis() / 1_000.0);
        }
        if (size.toMinutes() < 60) {
            return size.toMinutes() + " m " + size.toSecondsPart() + " s";
        }
        return size.toHours() < 24
                ? size.toHours() + " h " + size.toMinutesPart() + " m"
                : size.toDays() + " d " + size.toHoursPart() + " h";
    }

    /// Bytes as KiB from 1,024 on.
    public static String size(long bytes) {
        if (bytes < 1_024) {
            return bytes + " bytes";
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1_024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1_048_576.0);
    }

    /// A text that is cut with an ellipsis.
    public static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
