// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.text;

import io.fermata.language.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// JSON as pages print it: indented, in coloured pieces, cut at 64 KiB. Thread-safe.
public final class Pretty {

    private static final ObjectWriter WRITER = JsonMapper.shared().writer()
            .with(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectNameValueSpacing(Spacing.AFTER)));
    private static final int WINDOW = 65_536;
    private static final int COLOURED = 16_384;
    private static final Pattern TOKENS = Pattern
            .compile("(\"(?:[^\"\\\\]|\\\\.)*\")(\\s*:)?|(-?\\d[\\d.eE+-]*)|(true|false|null)");

    private Pretty() {}

    /// A piece of printed JSON.
    ///
    /// @param kind `k` key, `s` string, `n` number, `w` word, or empty
    public record Piece(String kind, String text) {}

    /// A value as it is shown.
    ///
    /// @param cut a sentence when only the beginning is shown, else empty
    public record Shown(List<Piece> pieces, String cut) {

        public Shown {
            pieces = List.copyOf(pieces);
        }
    }

    /// The value indented.
    public static String text(JsonNode value) {
        return WRITER.writeValueAsString(value);
    }

    /// The value for a page.
    public static Shown shown(JsonNode value) {
        var text = text(value);
        if (text.length() > WINDOW) {
            return new Shown(List.of(new Piece("", text.substring(0, WINDOW))),
                    "The first 64 KiB of " + Words.size(Json.bytes(value).length));
        }
        return new Shown(text.length() > COLOURED ? List.of(new Piece("", text)) : pieces(text), "");
    }

    private static List<Piece> pieces(String text) {
        var pieces = new ArrayList<Piece>();
        var tokens = TOKENS.matcher(text);
        int end = 0;
        while (tokens.find()) {
            if (tokens.start() > end) {
                pieces.add(new Piece("", text.substring(end, tokens.start())));
            }
            if (tokens.group(1) != null) {
                boolean key = tokens.group(2) != null;
                pieces.add(new Piece(key ? "k" : "s", tokens.group(1)));
                if (key) {
                    pieces.add(new Piece("", tokens.group(2)));
                }
            } else {
                pieces.add(new Piece(tokens.group(3) != null ? "n" : "w", tokens.group()));
            }
            end = tokens.end();
        }
        pieces.add(new Piece("", text.substring(end)));
        return pieces;
    }
}
