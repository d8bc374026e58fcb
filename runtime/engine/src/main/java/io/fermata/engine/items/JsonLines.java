// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import io.fermata.language.Json;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A JSON value in each line of a file. Blank lines are no items.
final class JsonLines implements ItemStream {

    private static final int MOST_CHARACTERS = 8 << 20;

    private final Lines lines;
    private long line;

    JsonLines(InputStream in) {
        this.lines = new Lines(in);
    }

    @Override
    public @Nullable JsonNode next() {
        while (true) {
            var text = readLine();
            if (text == null) {
                return null;
            }
            if (!text.isBlank()) {
                try {
                    return Json.parse(text);
                } catch (IllegalArgumentException broken) {
                    throw new ItemReaderException(
                            "Line " + line + " of the file is not valid JSON: " + broken.getMessage());
                }
            }
        }
    }

    private @Nullable String readLine() {
        var text = new StringBuilder();
        int next = lines.read();
        if (next == Lines.END) {
            return null;
        }
        line++;
        while (next != Lines.END && next != '\n') {
            if (text.length() == MOST_CHARACTERS) {
                throw new ItemReaderException(
                        "Line " + line + " of the file has more than " + MOST_CHARACTERS + " characters.");
            }
            text.append((char) next);
            next = lines.read();
        }
        return text.toString();
    }

    @Override
    public void close() {
        lines.close();
    }
}
