// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.ArrayDeque;

/// Translates a pattern of JavaScript to one of RE2 and counts how large its program gets. What RE2 cannot do is refused:
/// back references and look-around.
final class RegexSyntax {

    /// The largest program: counted repetitions are written out.
    private static final int MAX_SIZE = 5_000;

    private static final String BLANKS = "\\t\\n\\v\\f\\r\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}"
            + "\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
    private static final String NO_LINE_END = "[^\\n\\r\\x{2028}\\x{2029}]";

    /// The result: the pattern for RE2, and about how many instructions it has.
    record Translated(String pattern, int size) {}

    private final String source;
    private final int position;
    private final StringBuilder out = new StringBuilder();
    private final ArrayDeque<Long> outer = new ArrayDeque<>();
    private long size;
    private long atom;
    private int at;

    private RegexSyntax(String source, int position) {
        this.source = source;
        this.position = position;
    }

    static Translated of(String source, int position) {
        var syntax = new RegexSyntax(source, position);
        syntax.translate();
        return new Translated(syntax.out.toString(), (int) (syntax.size + syntax.atom + 2));
    }

    private void translate() {
        while (at < source.length()) {
            var c = source.charAt(at);
            switch (c) {
                case '\\' -> {
                    escape(false);
                    single();
                }
                case '[' -> {
                    characters();
                    single();
                }
                case '.' -> {
                    out.append(NO_LINE_END);
                    at++;
                    single();
                }
                case '(' -> open();
                case ')' -> {
                    copy();
                    var inner = size + atom + 2;
                    size = outer.isEmpty() ? 0 : outer.pop();
                    atom = inner;
                }
                case '{' -> repetition();
                case '*', '+', '?' -> {
                    copy();
                    atom += 2;
                }
                default -> {
                    copy();
                    single();
                }
            }
            if (size + atom > MAX_SIZE) {
                throw RegularExpression.refused("it is too large", position);
            }
        }
    }

    private void copy() {
        out.append(source.charAt(at++));
    }

    private void single() {
        size += atom;
        atom = 1;
    }

    private void open() {
        size += atom;
        atom = 0;
        outer.push(size);
        size = 0;
        for (var look : new String[]{"(?=", "(?!", "(?<=", "(?<!"}) {
            if (source.startsWith(look, at)) {
                throw RegularExpression.refused("look-around is not supported", position);
            }
        }
        if (source.startsWith("(?<", at)) {
            out.append("(?P<");
            at += 3;
        } else {
            copy();
        }
        if (source.startsWith("?:", at)) {
            out.append("?:");
            at += 2;
        }
    }

    /// `{2}`, `{2,}` or `{2,5}`; anything else is a bracket as it is.
    private void repetition() {
        var end = source.indexOf('}', at);
        var inside = end < 0 ? "" : source.substring(at + 1, end);
        var comma = inside.indexOf(',');
        var from = comma < 0 ? inside : inside.substring(0, comma);
        var to = comma < 0 ? inside : inside.substring(comma + 1);
        if (!isCount(from) || !to.isEmpty() && !isCount(to)) {
            out.append("\\{");
            at++;
            single();
            return;
        }
        var most = Integer.parseInt(to.isEmpty() ? from : to);
        atom *= Math.max(1, to.isEmpty() ? most + 1 : most);
        out.append(source, at, end + 1);
        at = end + 1;
    }

    private static boolean isCount(String text) {
        return !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void characters() {
        if (source.startsWith("[^]", at)) {
            out.append("[\\x00-\\x{10FFFF}]");
            at += 3;
            return;
        }
        copy();
        if (at < source.length() && source.charAt(at) == '^') {
            copy();
        }
        while (at < source.length() && source.charAt(at) != ']') {
            if (source.charAt(at) == '\\') {
                escape(true);
            } else if (source.charAt(at) == '[') {
                out.append("\\[");
                at++;
            } else {
                copy();
            }
        }
        if (at < source.length()) {
            copy();
        }
    }

    private void escape(boolean inClass) {
        var c = at + 1 < source.length() ? source.charAt(at + 1) : '\\';
        at = Math.min(at + 2, source.length());
        switch (c) {
            case 'd', 'D', 'w', 'W', 'n', 'r', 't', 'f', 'v' -> out.append('\\').append(c);
            case 'b' -> out.append(inClass ? "\\x08" : "\\b");
            case 'B' -> out.append("\\B");
            case 's' -> out.append(inClass ? BLANKS : "[" + BLANKS + "]");
            case 'S' -> notBlank(inClass);
            case 'x' -> code(2);
            case 'u' -> code(4);
            case '0' -> out.append("\\x00");
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> throw RegularExpression
                    .refused("back references are not supported", position);
            default -> {
                if (c < 0x80 && !Character.isLetterOrDigit(c)) {
                    out.append('\\');
                }
                out.append(c);
            }
        }
    }

    private void notBlank(boolean inClass) {
        if (inClass) {
            throw RegularExpression.refused("\\S inside brackets is not supported", position);
        }
        out.append("[^").append(BLANKS).append(']');
    }

    private void code(int digits) {
        var end = Math.min(at + digits, source.length());
        var code = source.substring(at, end);
        if (code.length() < digits || !code.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw RegularExpression.refused("\\x and \\u need hexadecimal digits", position);
        }
        out.append("\\x{").append(code).append('}');
        at = end;
    }
}
