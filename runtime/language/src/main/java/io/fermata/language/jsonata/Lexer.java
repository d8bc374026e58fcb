// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.Set;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;

/// Cuts a text into symbols, one at a time, since only the parser knows whether a slash divides or begins a regular
/// expression. Used once, by one thread.
final class Lexer {

    private static final String SINGLE = ".[]{}(),@#;:?+-*/%|=<>^&!~";
    private static final Set<String> DOUBLE = Set.of("..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??");
    private static final Set<String> WORDS = Set.of("and", "or", "in");
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String UNESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;

    Lexer(String text) {
        this.text = text;
    }

    /// The next symbol.
    ///
    /// @param operand whether a value is expected, so that a slash begins a regular expression
    Token next(boolean operand) {
        skip();
        if (at >= text.length()) {
            return token(Token.Kind.END, "(end)", at);
        }
        var start = at;
        var c = text.charAt(at);
        if (operand && c == '/') {
            return regex(start);
        }
        if (at + 1 < text.length() && DOUBLE.contains(text.substring(at, at + 2))) {
            at += 2;
            return token(Token.Kind.OPERATOR, text.substring(start, at), start);
        }
        if (SINGLE.indexOf(c) >= 0) {
            if (c == '!' || c == '~') {
                throw Fault.S0204.at(start, String.valueOf(c));
            }
            at++;
            return token(Token.Kind.OPERATOR, String.valueOf(c), start);
        }
        if (c == '"' || c == '\'') {
            return string(c, start);
        }
        if (c >= '0' && c <= '9') {
            return number(start);
        }
        return c == '`' ? quotedName(start) : name(start);
    }

    /// The signature that begins with the `<` that was the last symbol.
    String signature(Token opening) {
        at = opening.start() + 1;
        for (var depth = 1; depth > 0; at++) {
            if (at >= text.length() || text.charAt(at) == '{') {
                throw Fault.S0202.at(at, at >= text.length() ? "(end)" : "{", "\">\"");
            }
            depth += text.charAt(at) == '<' ? 1 : text.charAt(at) == '>' ? -1 : 0;
        }
        return text.substring(opening.start(), at);
    }

    private void skip() {
        while (at < text.length()) {
            if (isBlank(text.charAt(at))) {
                at++;
            } else if (text.startsWith("/*", at)) {
                var end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw Fault.S0106.at(at, null);
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\u000b';
    }

    private Token string(char quote, int start) {
        var out = new StringBuilder();
        for (at++; at < text.length(); at++) {
            var c = text.charAt(at);
            if (c == quote) {
                at++;
                return new Token(Token.Kind.STRING, out.toString(), Values.text(out.toString()), start);
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw Fault.S0101.at(start, null);
    }

    /// The character that the escape at this place stands for; leaves the place on its last character.
    private char escaped() {
        at++;
        var c = at < text.length() ? text.charAt(at) : ' ';
        var known = ESCAPED.indexOf(c);
        if (known >= 0) {
            return UNESCAPED.charAt(known);
        }
        if (c != 'u') {
            throw Fault.S0103.at(at, String.valueOf(c));
        }
        var end = Math.min(at + 5, text.length());
        var code = 0;
        for (var i = at + 1; i < end; i++) {
            code = Character.digit(text.charAt(i), 16) < 0 ? -1 : code * 16 + Character.digit(text.charAt(i), 16);
            if (code < 0) {
                break;
            }
        }
        if (code < 0 || end < at + 5) {
            throw Fault.S0104.at(at, null);
        }
        at += 4;
        return (char) code;
    }

    private Token number(int start) {
        at++;
        if (text.charAt(start) != '0') {
            digits();
        }
        if (isDigit(at + 1) && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            var sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
            if (isDigit(at + 1 + sign)) {
                at += 1 + sign;
                digits();
            }
        }
        var written = text.substring(start, at);
        if (Double.isInfinite(Double.parseDouble(written))) {
            throw Fault.S0102.at(start, written);
        }
        return new Token(Token.Kind.NUMBER, written, Numeric.parse(written), start);
    }

    private void digits() {
        while (isDigit(at)) {
            at++;
        }
    }

    private boolean isDigit(int place) {
        return place < text.length() && text.charAt(place) >= '0' && text.charAt(place) <= '9';
    }

    private Token quotedName(int start) {
        var end = text.indexOf('`', start + 1);
        if (end < 0) {
            throw Fault.S0105.at(start, null);
        }
        at = end + 1;
        return token(Token.Kind.NAME, text.substring(start + 1, end), start);
    }

    private Token name(int start) {
        while (at < text.length() && !isBlank(text.charAt(at)) && SINGLE.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        var name = text.substring(start, at);
        if (name.startsWith("$")) {
            return token(Token.Kind.VARIABLE, name.substring(1), start);
        }
        if (WORDS.contains(name)) {
            return token(Token.Kind.OPERATOR, name, start);
        }
        return switch (name) {
            case "true" -> new Token(Token.Kind.VALUE, name, BooleanNode.TRUE, start);
            case "false" -> new Token(Token.Kind.VALUE, name, BooleanNode.FALSE, start);
            case "null" -> new Token(Token.Kind.VALUE, name, NullNode.getInstance(), start);
            default -> token(Token.Kind.NAME, name, start);
        };
    }

    /// A regular expression with its slashes and flags; a slash inside brackets or behind a backslash does not end it.
    private Token regex(int start) {
        var depth = 0;
        for (at++; at < text.length(); at++) {
            var c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '/' && depth == 0) {
                if (at == start + 1) {
                    throw Fault.S0301.at(start, null);
                }
                at++;
                while (at < text.length() && (text.charAt(at) == 'i' || text.charAt(at) == 'm')) {
                    at++;
                }
                return token(Token.Kind.REGEX, text.substring(start, at), start);
            } else {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            }
        }
        throw Fault.S0302.at(start, null);
    }

    private static Token token(Token.Kind kind, String text, int start) {
        return new Token(kind, text, Values.NOTHING, start);
    }
}
