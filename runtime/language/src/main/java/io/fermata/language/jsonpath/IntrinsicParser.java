// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.Json;
import io.fermata.language.MalformedException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/// Recursive descent over one intrinsic call. Used once, by one thread.
final class IntrinsicParser {

    /// The greatest number of calls in one field (asl.md section 6), which bounds the recursion too.
    private static final int MAX_CALLS = 10;
    private static final int MAX_LENGTH = 65_536;
    private static final int MAX_ARGUMENTS = 1_000;
    private static final int MAX_NUMBER_LENGTH = 64;

    private final String text;
    private int index;
    private int calls;

    IntrinsicParser(String text) {
        this.text = text;
    }

    Argument.Call parse() {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedException("call is longer than " + MAX_LENGTH + " characters");
        }
        skipBlanks();
        var call = call();
        skipBlanks();
        if (index < text.length()) {
            throw unexpected();
        }
        return call;
    }

    private Argument.Call call() {
        var start = index;
        while (index < text.length() && (Character.isLetterOrDigit(text.charAt(index)) || text.charAt(index) == '.')) {
            index++;
        }
        var name = text.substring(start, index);
        var function = IntrinsicFunction.named(name);
        if (function == null) {
            throw new MalformedException("no intrinsic function is named '" + name + "'");
        }
        if (++calls > MAX_CALLS) {
            throw new MalformedException("more than " + MAX_CALLS + " intrinsic functions in one field");
        }
        skipBlanks();
        expect('(');
        var arguments = arguments();
        if (!function.takes(arguments.size())) {
            throw new MalformedException(name + " does not take " + arguments.size() + " arguments");
        }
        return new Argument.Call(function, arguments);
    }

    private List<Argument> arguments() {
        var arguments = new ArrayList<Argument>();
        skipBlanks();
        if (peek() == ')') {
            index++;
            return List.of();
        }
        while (true) {
            if (arguments.size() == MAX_ARGUMENTS) {
                throw new MalformedException("more than " + MAX_ARGUMENTS + " arguments");
            }
            arguments.add(argument());
            skipBlanks();
            if (peek() == ')') {
                index++;
                return List.copyOf(arguments);
            }
            expect(',');
            skipBlanks();
        }
    }

    private Argument argument() {
        var c = peek();
        if (c == '\'') {
            return quoted();
        }
        if (c == '$') {
            return new Argument.Path(JsonPath.parse(pathText()));
        }
        if (text.startsWith("States.", index)) {
            return call();
        }
        return new Argument.Constant(constant());
    }

    private Argument quoted() {
        var start = ++index;
        var value = new StringBuilder();
        while (index < text.length() && text.charAt(index) != '\'') {
            var c = text.charAt(index++);
            value.append(c == '\\' ? escaped() : c);
        }
        var raw = text.substring(start, Math.min(index, text.length()));
        expect('\'');
        return new Argument.Text(StringNode.valueOf(value.toString()), raw);
    }

    private char escaped() {
        var c = peek();
        index++;
        return switch (c) {
            case '\'', '{', '}', '\\' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw new MalformedException("'\\" + c + "' is no escape");
        };
    }

    /// A path ends at a comma or parenthesis that stands outside its own brackets, parentheses and quotes.
    private String pathText() {
        var start = index;
        var depth = 0;
        var quote = '\0';
        while (index < text.length()) {
            var c = text.charAt(index);
            if (quote != '\0') {
                quote = c == quote ? '\0' : quote;
            } else if (depth > 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == '[' || c == '(') {
                depth++;
            } else if (depth > 0 && (c == ']' || c == ')')) {
                depth--;
            } else if (depth == 0 && (c == ',' || c == ')')) {
                break;
            }
            index++;
        }
        return text.substring(start, index).strip();
    }

    private JsonNode constant() {
        var start = index;
        while (index < text.length() && ",) \t\n".indexOf(text.charAt(index)) < 0) {
            index++;
        }
        var word = text.substring(start, index);
        return switch (word) {
            case "null" -> NullNode.getInstance();
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> number(word);
        };
    }

    private static JsonNode number(String word) {
        if (word.length() > MAX_NUMBER_LENGTH || !word.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")) {
            throw new MalformedException("'" + word + "' is no argument");
        }
        try {
            return Json.parse(word);
        } catch (IllegalArgumentException _) {
            throw new MalformedException("'" + word + "' is no number");
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw unexpected();
        }
        index++;
    }

    private char peek() {
        if (index >= text.length()) {
            throw new MalformedException("the call ends too early");
        }
        return text.charAt(index);
    }

    private void skipBlanks() {
        while (index < text.length() && Character.isWhitespace(text.charAt(index))) {
            index++;
        }
    }

    private MalformedException unexpected() {
        return new MalformedException("unexpected '" + text.charAt(index) + "' at character " + (index + 1));
    }
}
