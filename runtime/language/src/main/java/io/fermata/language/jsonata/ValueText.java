// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// Writes values as JSON the way that `$string` does. Charged by what was written, so that a small value that names one
/// large part many times is refused before its text is built.
final class ValueText {

    private final StringBuilder out = new StringBuilder();
    private final Fuel fuel;
    private final boolean pretty;
    private int charged;

    private ValueText(Fuel fuel, boolean pretty) {
        this.fuel = fuel;
        this.pretty = pretty;
    }

    /// The value as text: a text as it is, a function empty, all else as JSON.
    static String of(JsonNode value, boolean pretty, Fuel fuel) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (value instanceof Internal || value.isMissingNode()) {
            return "";
        }
        if (value.isNumber()) {
            if (!Double.isFinite(Numeric.of(value))) {
                throw Fault.D3001.with();
            }
            return Numeric.text(value);
        }
        var writer = new ValueText(fuel, pretty);
        writer.write(value, 0);
        fuel.text(writer.out.length());
        return writer.out.toString();
    }

    /// The value as JSON for a message, cut off when it is long.
    static String shortened(JsonNode value, int length) {
        var own = new Fuel(new Bounds(10_000, Duration.ofDays(1), 1, 4 * length, 10_000, 1_000_000));
        var writer = new ValueText(own, false);
        try {
            writer.write(value, 0);
        } catch (JsonataException _) {
            writer.out.append('…');
        }
        var text = writer.out;
        return text.length() <= length ? text.toString() : text.substring(0, length) + "…";
    }

    private void write(JsonNode value, int level) {
        fuel.step();
        switch (value.getNodeType()) {
            case STRING -> {
                reserve(value.stringValue().length());
                Quoted.append(out, value.stringValue());
            }
            case NUMBER -> out.append(Numeric.isNumber(value) ? Numeric.text(value) : "null");
            case ARRAY -> array(value, level);
            case OBJECT -> object(value, level);
            case BOOLEAN -> out.append(value.booleanValue());
            case NULL -> out.append("null");
            case POJO, MISSING, BINARY -> out.append("\"\"");
        }
        reserve(0);
    }

    private void array(JsonNode array, int level) {
        fuel.enter();
        out.append('[');
        for (var i = 0; i < array.size(); i++) {
            separate(i, level + 1);
            write(array.get(i), level + 1);
        }
        end(array.size(), level, ']');
        fuel.leave();
    }

    private void object(JsonNode object, int level) {
        fuel.enter();
        out.append('{');
        var i = 0;
        for (var entry : object.properties()) {
            separate(i++, level + 1);
            reserve(entry.getKey().length());
            Quoted.append(out, entry.getKey());
            out.append(pretty ? ": " : ":");
            write(entry.getValue(), level + 1);
        }
        end(i, level, '}');
        fuel.leave();
    }

    private void separate(int index, int level) {
        if (index > 0) {
            out.append(',');
        }
        line(level);
    }

    private void end(int count, int level, char bracket) {
        if (count > 0) {
            line(level);
        }
        out.append(bracket);
    }

    private void line(int level) {
        if (pretty) {
            reserve(2L * level);
            out.append('\n').repeat("  ", level);
        }
    }

    /// Room for what comes next, in portions.
    private void reserve(long more) {
        var length = out.length() + more;
        if (length > fuel.maxText()) {
            fuel.text(length);
        }
        if (out.length() - charged >= 4_096) {
            fuel.cheap(out.length() - charged);
            charged = out.length();
        }
    }
}
