// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import io.fermata.language.MalformedException;
import io.fermata.language.Numbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/// What a plain scalar means in the core schema of YAML 1.2 (section 10.3 of the specification): null, a boolean, a number
/// or text. `yes`, `on`, dates and `1_000` are text.
final class YamlScalar {

    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+\\.?");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");

    private YamlScalar() {}

    /// @throws MalformedException when the text has no meaning in JSON or an ambiguous one
    static JsonNode of(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> NullNode.getInstance();
            case "true", "True", "TRUE" -> BooleanNode.TRUE;
            case "false", "False", "FALSE" -> BooleanNode.FALSE;
            default -> numberOrText(text);
        };
    }

    private static JsonNode numberOrText(String text) {
        if ("+-.0123456789".indexOf(text.charAt(0)) < 0) {
            return StringNode.valueOf(text);
        }
        if (NOT_FINITE.matcher(text).matches()) {
            throw new MalformedException("JSON has no number '" + text + "': put it in quotes if it is meant as text");
        }
        if (text.length() > MAX_NUMBER_LENGTH) {
            if (FLOAT.matcher(text).matches()) {
                throw new MalformedException("A number can have at most " + MAX_NUMBER_LENGTH
                        + " characters: put it in quotes if it is meant as text");
            }
            return StringNode.valueOf(text);
        }
        if (LEADING_ZERO.matcher(text).matches()) {
            throw new MalformedException("The number '" + text + "' starts with a zero, which some readers take as"
                    + " octal: put it in quotes if it is meant as text, else write it without the zero");
        }
        if (DECIMAL.matcher(text).matches()) {
            return whole(new BigInteger(text.endsWith(".") ? text.substring(0, text.length() - 1) : text));
        }
        if (OCTAL.matcher(text).matches()) {
            return whole(new BigInteger(text.substring(2), 8));
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return whole(new BigInteger(text.substring(2), 16));
        }
        return FLOAT.matcher(text).matches() ? decimal(text) : StringNode.valueOf(text);
    }

    private static JsonNode decimal(String text) {
        try {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new MalformedException("The exponent of '" + text + "' is too large");
        }
    }

    private static JsonNode whole(BigInteger number) {
        return number.bitLength() < Long.SIZE
                ? Numbers.node(number.longValueExact())
                : JsonNodeFactory.instance.numberNode(number);
    }
}
