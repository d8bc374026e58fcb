// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a CSV file by RFC 4180: fields in double quotes may hold delimiters, line ends and doubled quotes. Values
/// are not trimmed. A line without any character is no row.
final class CsvRows implements AutoCloseable {

    private static final int MOST_CHARACTERS = 8 << 20;

    private final Lines lines;
    private final char delimiter;
    private long row;
    private int characters;

    CsvRows(InputStream in, char delimiter) {
        this.lines = new Lines(in);
        this.delimiter = delimiter;
    }

    /// The fields of the next row; null when there is no more.
    @Nullable
    List<String> next() {
        int next = lines.read();
        while (next == '\n' || next == '\r') {
            next = lines.read();
        }
        if (next == Lines.END) {
            return null;
        }
        row++;
        characters = 0;
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        while (true) {
            if (next == '"' && field.isEmpty()) {
                quoted(field);
            } else if (next == delimiter) {
                fields.add(field.toString());
                field.setLength(0);
            } else if (next == Lines.END || next == '\n' || next == '\r' && lines.peek() == '\n') {
                if (next == '\r') {
                    lines.read();
                }
                fields.add(field.toString());
                return fields;
            } else {
                append(field, next);
            }
            next = lines.read();
        }
    }

    private void quoted(StringBuilder field) {
        while (true) {
            int next = lines.read();
            if (next == Lines.END) {
                throw new ItemReaderException("Row " + row + " of the CSV file has a quote that is not closed.");
            }
            if (next != '"') {
                append(field, next);
            } else if (lines.peek() == '"') {
                lines.read();
                append(field, '"');
            } else {
                return;
            }
        }
    }

    private void append(StringBuilder field, int character) {
        if (++characters > MOST_CHARACTERS) {
            throw new ItemReaderException(
                    "Row " + row + " of the CSV file has more than " + MOST_CHARACTERS + " characters.");
        }
        field.append((char) character);
    }

    @Override
    public void close() {
        lines.close();
    }
}
