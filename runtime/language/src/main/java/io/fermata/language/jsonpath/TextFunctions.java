// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/// `States.Format` and `States.StringSplit`.
final class TextFunctions {

    private TextFunctions() {}

    static JsonNode format(Arguments arguments) {
        arguments.string(0);
        var pieces = pieces(arguments);
        if (pieces.size() != arguments.count()) {
            throw new FunctionFailure("The template has " + (pieces.size() - 1) + " placeholders for "
                    + (arguments.count() - 1) + " arguments");
        }
        var text = new StringBuilder(pieces.getFirst());
        for (var i = 1; i < pieces.size(); i++) {
            append(text, arguments.value(i));
            text.append(pieces.get(i));
            if (text.length() > arguments.most()) {
                throw new FunctionFailure("The result is larger than " + arguments.most() + " bytes");
            }
        }
        return StringNode.valueOf(text.toString());
    }

    static JsonNode split(Arguments arguments) {
        var text = arguments.string(0);
        var separators = arguments.string(1, 1_000);
        var words = JsonNodeFactory.instance.arrayNode();
        var start = 0;
        for (var i = 0; i <= text.length(); i++) {
            if (i == text.length() || separators.indexOf(text.charAt(i)) >= 0) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    /// The texts between the placeholders. In a literal an escaped brace is no placeholder; a template that comes from
    /// data has no escapes.
    private static List<String> pieces(Arguments arguments) {
        var escapes = arguments.written().getFirst() instanceof Argument.Text;
        var template = arguments.written().getFirst() instanceof Argument.Text(var _, var raw)
                ? raw
                : arguments.string(0);
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        for (var i = 0; i < template.length(); i++) {
            var c = template.charAt(i);
            if (escapes && c == '\\') {
                piece.append(unescaped(template.charAt(++i)));
            } else if (c == '{' && i + 1 < template.length() && template.charAt(i + 1) == '}') {
                pieces.add(piece.toString());
                piece.setLength(0);
                i++;
            } else {
                piece.append(c);
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }

    private static char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    /// Objects and arrays are written as Java writes maps and lists, as recorded.
    private static void append(StringBuilder text, JsonNode value) {
        if (value.isString()) {
            text.append(value.stringValue());
        } else if (value.isObject()) {
            text.append('{');
            var separator = "";
            for (var field : value.properties()) {
                text.append(separator).append(field.getKey()).append('=');
                append(text, field.getValue());
                separator = ", ";
            }
            text.append('}');
        } else if (value.isArray()) {
            text.append('[');
            var separator = "";
            for (var item : value) {
                text.append(separator);
                append(text, item);
                separator = ", ";
            }
            text.append(']');
        } else {
            text.append(Json.write(value));
        }
    }
}
