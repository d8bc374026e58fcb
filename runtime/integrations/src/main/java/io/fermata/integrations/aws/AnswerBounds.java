// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Which members of answers are always there, and their least and greatest value or length, as AWS's service models say; the
/// SDK for Java does not.
/// The table `bounds.tsv` is made from those models by `.ci/answer-bounds.py`. Read when it is first asked.
final class AnswerBounds {

    private AnswerBounds() {}

    /// @param always whether the member is always there
    /// @param least null for no bound
    /// @param most null for no bound
    record Bounds(boolean always, @Nullable BigDecimal least, @Nullable BigDecimal most) {}

    /// Whether a member is always there.
    ///
    /// @param service as the SDK spells its client
    /// @param shape the class that the SDK has for the object
    static boolean always(String service, String shape, String member) {
        var bounds = find(service, shape, member);
        return bounds != null && bounds.always;
    }

    private static final class Table {

        static final Map<String, String> ROWS = read();

        private static Map<String, String> read() {
            try (InputStream file = Objects.requireNonNull(AnswerBounds.class.getResourceAsStream("bounds.tsv"))) {
                var rows = new HashMap<String, String>();
                new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split("\t"))
                        .forEach(row -> rows.put(row[0] + "." + row[1], row[2]));
                return Map.copyOf(rows);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /// What is wrong with a number or a text, for the end of a sentence; null when nothing is.
    static @Nullable String problem(String service, String shape, String member, JsonNode value) {
        var bounds = find(service, shape, member);
        if (bounds == null) {
            return null;
        }
        if (value.isNumber()) {
            return broken(bounds, value.decimalValue(), "is less than the minimum value", "exceeds the maximum value");
        }
        return value.isString()
                ? broken(bounds, BigDecimal.valueOf(value.stringValue().length()),
                        "is smaller than the minimum length", "exceeds the maximum length")
                : null;
    }

    private static @Nullable String broken(Bounds bounds, BigDecimal number, String below, String above) {
        if (bounds.least != null && number.compareTo(bounds.least) < 0) {
            return below;
        }
        return bounds.most != null && number.compareTo(bounds.most) > 0 ? above : null;
    }

    private static @Nullable Bounds find(String service, String shape, String member) {
        var row = Table.ROWS.get(service.toLowerCase(Locale.ROOT) + "." + shape);
        if (row == null) {
            return null;
        }
        for (var entry : row.split(" ")) {
            var parts = entry.split("=", 2);
            boolean always = parts[0].endsWith("!");
            if (parts[0].equals(always ? member + "!" : member)) {
                var ends = parts[1].split("\\.\\.", 2);
                return new Bounds(always, number(ends[0]), number(ends[1]));
            }
        }
        return null;
    }

    private static @Nullable BigDecimal number(String text) {
        return text.isEmpty() ? null : new BigDecimal(text);
    }
}
