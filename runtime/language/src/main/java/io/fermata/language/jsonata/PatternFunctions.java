// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import io.fermata.language.jsonata.RegularExpression.Match;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The functions that look for a text or a pattern in a text.
final class PatternFunctions {

    static final List<Builtin> TABLE = List.of(
            Builtin.of("contains", "<s-(sf):b>", PatternFunctions::contains),
            Builtin.of("match", "<s-f<s:o>n?:a<o>>", PatternFunctions::match),
            Builtin.of("split", "<s-(sf)n?:a<s>>", PatternFunctions::split),
            Builtin.of("replace", "<s-(sf)(sf)n?:s>", PatternFunctions::replace));

    private PatternFunctions() {}

    private static JsonNode contains(Arguments call) {
        if (call.at(1) instanceof Function) {
            return Values.truth(new Matching(call, 1).next() != null);
        }
        if (!call.has(1)) {
            return Values.NOTHING;
        }
        return Values.truth(TextSearch.indexOf(call.text(0), call.text(1), 0, call.fuel()) >= 0);
    }

    private static JsonNode match(Arguments call) {
        var limit = limit(call, 2, Fault.D3040);
        var matching = new Matching(call, 1);
        var found = new Items(call.fuel());
        while (found.size() < limit) {
            var match = matching.next();
            if (match == null) {
                break;
            }
            call.fuel().bytes(450);
            var object = Values.object();
            object.set("match", Values.text(match.text()));
            object.set("index", Numeric.node(match.start()));
            object.set("groups", Matching.groups(match, call.fuel()));
            found.add(object);
        }
        return found.sequence();
    }

    /// The limit at a place; none is no limit, a negative one is refused.
    private static long limit(Arguments call, int index, Fault negative) {
        if (!call.has(index)) {
            return Long.MAX_VALUE;
        }
        if (call.number(index) < 0) {
            throw negative.with();
        }
        return (long) call.number(index);
    }

    private static JsonNode split(Arguments call) {
        var limit = limit(call, 2, Fault.D3020);
        if (!call.has(1)) {
            return Values.NOTHING;
        }
        var text = call.text(0);
        var parts = new Items(call.fuel());
        if (call.at(1) instanceof Function) {
            splitByPattern(call, text, limit, parts);
        } else if (call.text(1).isEmpty()) {
            for (var i = 0; i < text.length() && parts.size() < limit; i++) {
                parts.add(part(call, text, i, i + 1));
            }
        } else {
            splitByText(call, text, limit, parts);
        }
        return parts.array();
    }

    private static void splitByText(Arguments call, String text, long limit, Items parts) {
        var separator = call.text(1);
        var from = 0;
        while (parts.size() < limit) {
            var at = TextSearch.indexOf(text, separator, from, call.fuel());
            if (at < 0) {
                break;
            }
            parts.add(part(call, text, from, at));
            from = at + separator.length();
        }
        if (parts.size() < limit) {
            parts.add(part(call, text, from, text.length()));
        }
    }

    private static void splitByPattern(Arguments call, String text, long limit, Items parts) {
        var matching = new Matching(call, 1);
        var from = 0;
        var match = matching.next();
        while (match != null && parts.size() < limit) {
            parts.add(part(call, text, from, match.start()));
            from = match.end();
            match = matching.next();
        }
        if (parts.size() < limit) {
            parts.add(part(call, text, from, text.length()));
        }
    }

    /// A part of the text; a matcher of the expression may tell places outside.
    private static JsonNode part(Arguments call, String text, int from, int to) {
        var end = Math.min(to, text.length());
        var start = Math.min(from, end);
        return TextFunctions.made(call, text.substring(start, end));
    }

    private static JsonNode replace(Arguments call) {
        if (call.at(1).isString() && call.text(1).isEmpty()) {
            throw Fault.D3010.with();
        }
        var limit = limit(call, 3, Fault.D3011);
        if (!call.has(1) || !call.has(2)) {
            return call.has(1) ? call.at(0) : Values.NOTHING;
        }
        return Values.text(call.at(1) instanceof Function ? byPattern(call, limit) : byText(call, limit));
    }

    private static String byText(Arguments call, long limit) {
        if (!call.at(2).isString()) {
            throw Fault.D3012.with();
        }
        var text = call.text(0);
        var pattern = call.text(1);
        var out = new Output(call.fuel());
        var from = 0;
        for (var i = 0L; i < limit; i++) {
            var at = TextSearch.indexOf(text, pattern, from, call.fuel());
            if (at < 0) {
                break;
            }
            out.append(text, from, at);
            out.append(call.text(2));
            from = at + pattern.length();
        }
        out.append(text, from, text.length());
        return out.toString();
    }

    private static String byPattern(Arguments call, long limit) {
        var text = call.text(0);
        var matching = new Matching(call, 1);
        var out = new Output(call.fuel());
        var from = 0;
        for (var i = 0L; i < limit; i++) {
            var match = matching.next();
            if (match == null) {
                break;
            }
            out.append(text, from, Math.max(from, Math.min(match.start(), text.length())));
            if (call.at(2) instanceof Function function) {
                out.append(replacement(call, function, match));
            } else {
                expand(call.text(2), match, out);
            }
            from = Math.min(match.start() + match.text().length(), text.length());
        }
        out.append(text, Math.min(from, text.length()), text.length());
        return out.toString();
    }

    private static String replacement(Arguments call, Function function, Match match) {
        var object = Values.object();
        object.set("match", Values.text(match.text()));
        object.set("start", Numeric.node(match.start()));
        object.set("end", Numeric.node(match.end()));
        object.set("groups", Matching.groups(match, call.fuel()));
        call.fuel().bytes(450);
        var replaced = call.call(function, object);
        if (!replaced.isString()) {
            throw Fault.D3012.with();
        }
        return replaced.stringValue();
    }

    /// Writes a replacement: `$$` is a dollar sign, `$0` the match, `$n` a group with as many digits as there may be
    /// groups.
    private static void expand(String template, Match match, Output out) {
        var groups = match.groups();
        var digits = String.valueOf(Math.max(1, groups.size())).length();
        for (var i = 0; i < template.length(); i++) {
            var c = template.charAt(i);
            var next = i + 1 < template.length() ? template.charAt(i + 1) : ' ';
            if (c != '$') {
                out.append(template, i, i + 1);
            } else if (next == '$') {
                out.append("$");
                i++;
            } else if (next == '0') {
                out.append(match.text());
                i++;
            } else if (next >= '1' && next <= '9') {
                var end = i + 1;
                while (end < template.length() && end - i <= digits && Character.isDigit(template.charAt(end))) {
                    end++;
                }
                var number = Integer.parseInt(template.substring(i + 1, end));
                if (end - i > 2 && number > groups.size()) {
                    number = Integer.parseInt(template.substring(i + 1, --end));
                }
                out.append(number <= groups.size() ? groups.get(number - 1) : "");
                i = end - 1;
            } else {
                out.append("$");
            }
        }
    }

    /// A text that grows within the bounds.
    private static final class Output {

        private final StringBuilder text = new StringBuilder();
        private final Fuel fuel;

        Output(Fuel fuel) {
            this.fuel = fuel;
        }

        void append(String part) {
            append(part, 0, part.length());
        }

        void append(String part, int from, int to) {
            if ((long) text.length() + to - from > fuel.maxText()) {
                fuel.text((long) text.length() + to - from);
            }
            fuel.bytes(2L * (to - from));
            text.append(part, from, to);
        }

        @Override
        public String toString() {
            fuel.text(text.length());
            return text.toString();
        }
    }
}
