// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// The functions on texts. Lengths and places count code points.
final class TextFunctions {

    static final List<Builtin> TABLE = List.of(
            Builtin.of("string", "<x-b?:s>", TextFunctions::string).taking(1),
            Builtin.of("length", "<s-:n>", TextFunctions::length),
            Builtin.of("substring", "<s-nn?:s>", TextFunctions::substring),
            Builtin.of("substringBefore", "<s-s:s>", TextFunctions::before),
            Builtin.of("substringAfter", "<s-s:s>", TextFunctions::after),
            Builtin.of("lowercase", "<s-:s>", TextFunctions::lowercase),
            Builtin.of("uppercase", "<s-:s>", TextFunctions::uppercase),
            Builtin.of("trim", "<s-:s>", TextFunctions::trim),
            Builtin.of("pad", "<s-ns?:s>", TextFunctions::pad),
            Builtin.of("join", "<a<s>s?:s>", TextFunctions::join));

    private static final int PIECE = 32;

    private TextFunctions() {}

    /// A new text, charged.
    static JsonNode made(Arguments call, String text) {
        call.fuel().text(text.length());
        return Values.text(text);
    }

    private static JsonNode string(Arguments call) {
        var pretty = call.has(1) && call.at(1).booleanValue();
        var value = call.at(0);
        return value.isString() ? value : Values.text(ValueText.of(value, pretty, call.fuel()));
    }

    private static JsonNode lowercase(Arguments call) {
        call.fuel().text(call.text(0).length());
        // the one letter that grows, for which the JDK copies the whole text each time
        return made(call, call.text(0).replace("\u0130", "i\u0307").toLowerCase(Locale.ROOT));
    }

    /// Piece by piece, since the JDK copies all that it has for each letter that grows.
    private static JsonNode uppercase(Arguments call) {
        var text = call.text(0);
        call.fuel().text(text.length());
        call.fuel().bytes(4L * text.length());
        if (text.length() <= PIECE) {
            return made(call, text.toUpperCase(Locale.ROOT));
        }
        var out = new StringBuilder(text.length());
        for (var from = 0; from < text.length();) {
            var to = Math.min(from + PIECE, text.length());
            to -= to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            out.append(text.substring(from, to).toUpperCase(Locale.ROOT));
            from = to;
        }
        return made(call, out.toString());
    }

    private static JsonNode length(Arguments call) {
        return Numeric.node(codePoints(call.text(0), call.fuel()));
    }

    static int codePoints(String text, Fuel fuel) {
        fuel.cheap(text.length() / 4);
        return text.codePointCount(0, text.length());
    }

    private static JsonNode substring(Arguments call) {
        var text = call.text(0);
        var length = codePoints(text, call.fuel());
        var start = call.has(1) ? Numeric.truncated(call.number(1)) : 0;
        if ((long) length + start < 0) {
            start = 0;
        }
        var from = start < 0 ? length + start : Math.min(start, length);
        var to = length;
        if (call.has(2)) {
            if (call.number(2) <= 0) {
                return Values.text("");
            }
            to = (int) Math.min(length, Math.floor((start < 0 ? length : 0) + start + call.number(2)));
        }
        return from >= to ? Values.text("") : made(call, cut(text, from, to, length));
    }

    private static String cut(String text, int from, int to, int codePoints) {
        if (codePoints == text.length()) {
            return text.substring(from, to);
        }
        var start = text.offsetByCodePoints(0, from);
        return text.substring(start, text.offsetByCodePoints(start, to - from));
    }

    private static JsonNode before(Arguments call) {
        var at = call.has(1) ? TextSearch.indexOf(call.text(0), call.text(1), 0, call.fuel()) : -1;
        return at < 0 ? call.at(0) : made(call, call.text(0).substring(0, at));
    }

    private static JsonNode after(Arguments call) {
        var at = call.has(1) ? TextSearch.indexOf(call.text(0), call.text(1), 0, call.fuel()) : -1;
        return at < 0 ? call.at(0) : made(call, call.text(0).substring(at + call.text(1).length()));
    }

    /// Each run of blanks becomes one, those at the ends go.
    private static JsonNode trim(Arguments call) {
        var text = call.text(0);
        call.fuel().text(text.length());
        var out = new StringBuilder(text.length());
        var gap = false;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                gap = !out.isEmpty();
            } else {
                if (gap) {
                    out.append(' ');
                }
                gap = false;
                out.append(c);
            }
        }
        return Values.text(out.toString());
    }

    private static JsonNode pad(Arguments call) {
        var text = call.text(0);
        var width = call.has(1) ? Numeric.truncated(call.number(1)) : 0;
        var missing = Math.abs((long) width) - codePoints(text, call.fuel());
        if (missing <= 0) {
            return call.at(0);
        }
        var filler = call.has(2) && !call.text(2).isEmpty() ? call.text(2) : " ";
        var characters = filler.codePointCount(0, filler.length());
        var end = filler.offsetByCodePoints(0, (int) (missing % characters));
        call.fuel().text(text.length() + missing / characters * filler.length() + end);
        var padding = filler.repeat((int) (missing / characters)) + filler.substring(0, end);
        return Values.text(width > 0 ? text + padding : padding + text);
    }

    private static JsonNode join(Arguments call) {
        var texts = call.array(0);
        var separator = call.has(1) ? call.text(1) : "";
        var length = 0L;
        for (var i = 0; i < texts.size(); i++) {
            call.fuel().step();
            length += texts.get(i).stringValue().length() + (i == 0 ? 0 : separator.length());
        }
        call.fuel().text(length);
        var out = new StringBuilder((int) length);
        for (var i = 0; i < texts.size(); i++) {
            out.append(i == 0 ? "" : separator).append(texts.get(i).stringValue());
        }
        return Values.text(out.toString());
    }
}
