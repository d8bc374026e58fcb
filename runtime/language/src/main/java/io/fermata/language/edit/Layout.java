// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import io.fermata.language.Json;
import io.fermata.language.text.Reading;
import io.fermata.language.text.Source;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Writes values with their own spelling of keys, texts and numbers.
///
/// The form: each member of an object on a line of its own; an array of scalars on one line when it ends before column 100,
/// else each item on a line of its own; empty objects and arrays as `{}` and `[]`.
final class Layout {

    private static final int WIDTH = 100;

    private final String text;
    private final String unit;
    private final String newline;
    private final StringBuilder out = new StringBuilder();

    private Layout(String text, String unit, String newline) {
        this.text = text;
        this.unit = unit;
        this.newline = newline;
    }

    /// The value in many lines.
    ///
    /// @param indent what stands before the line that the value starts on
    static String lines(String text, Source value, Style style, String indent) {
        var layout = new Layout(text, style.unit(), style.newline());
        layout.write(value, indent, indent.length());
        return layout.out.toString();
    }

    /// The value on one line.
    static String line(String text, Source value, String comma, String colon) {
        var layout = new Layout(text, "", "");
        layout.inline(value, comma, colon);
        return layout.out.toString();
    }

    /// The value's own text and its place in it; null when the value is too deep or too large for a definition.
    static @Nullable Written written(JsonNode value) {
        var text = "{\"v\":" + Json.write(value) + "}";
        return Reading.ofJson(text) instanceof Reading.Tree(var root) && root.member("v") instanceof Source source
                ? new Written(text, source)
                : null;
    }

    /// A value with the text that it stands in.
    record Written(String text, Source value) {}

    /// How the lines of a text are made.
    record Style(String unit, String newline) {}

    private void write(Source value, String indent, int column) {
        if (!value.members().isEmpty()) {
            members(value, indent);
        } else if (!value.items().isEmpty()) {
            items(value, indent, column);
        } else {
            scalar(value);
        }
    }

    private void members(Source object, String indent) {
        var inner = indent + unit;
        var separator = "{";
        for (var member : object.members().values()) {
            out.append(separator).append(newline).append(inner);
            var key = text.substring(member.keyStart(), member.keyEnd());
            out.append(key).append(": ");
            write(member, inner, inner.length() + key.length() + 2);
            separator = ",";
        }
        out.append(newline).append(indent).append('}');
    }

    private void items(Source array, String indent, int column) {
        var start = out.length();
        if (array.items().stream().allMatch(item -> item.members().isEmpty() && item.items().isEmpty())) {
            inline(array, ", ", ": ");
            if (column + out.length() - start < WIDTH) {
                return;
            }
            out.setLength(start);
        }
        var inner = indent + unit;
        var separator = "[";
        for (var item : array.items()) {
            out.append(separator).append(newline).append(inner);
            write(item, inner, inner.length());
            separator = ",";
        }
        out.append(newline).append(indent).append(']');
    }

    private void inline(Source value, String comma, String colon) {
        if (!value.members().isEmpty()) {
            var separator = "{";
            for (var member : value.members().values()) {
                out.append(separator).append(text, member.keyStart(), member.keyEnd()).append(colon);
                inline(member, comma, colon);
                separator = comma;
            }
            out.append('}');
        } else if (!value.items().isEmpty()) {
            var separator = "[";
            for (var item : value.items()) {
                out.append(separator);
                inline(item, comma, colon);
                separator = comma;
            }
            out.append(']');
        } else {
            scalar(value);
        }
    }

    private void scalar(Source value) {
        if (value.value().isObject()) {
            out.append("{}");
        } else if (value.value().isArray()) {
            out.append("[]");
        } else {
            out.append(text, value.start(), value.end());
        }
    }
}
