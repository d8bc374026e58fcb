// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;

/// Numbers. Integers that are only passed on stay what they are; whatever is computed follows the doubles of JavaScript,
/// except that whole results are integer nodes. Inside an evaluation a fraction is a `DoubleNode`; see [Finish].
final class Numeric {

    private static final double MAX_EXACT = 0x1p53;
    private static final MathContext SHOWN = new MathContext(15, RoundingMode.HALF_UP);

    private Numeric() {}

    static double of(JsonNode number) {
        // in the order of how often they come; a switch over types is slower here
        if (number instanceof DecimalNode decimal) {
            return decimal.decimalValue().doubleValue();
        }
        if (number instanceof IntNode || number instanceof LongNode) {
            return number.longValue();
        }
        if (number instanceof DoubleNode || number.isFloat()) {
            return number.doubleValue();
        }
        return number.decimalValue().doubleValue();
    }

    /// Whether the node is an integer of at most 64 bits, kept exactly.
    static boolean isLong(JsonNode number) {
        return number instanceof IntNode || number instanceof LongNode;
    }

    /// The node of a computed number; one that is infinite or no number is kept, and refused by what uses it.
    static JsonNode node(double number) {
        if (number == Math.rint(number) && Math.abs(number) <= MAX_EXACT) {
            return node((long) number);
        }
        return DoubleNode.valueOf(number);
    }

    static JsonNode node(long number) {
        var small = (int) number;
        return small == number ? IntNode.valueOf(small) : LongNode.valueOf(number);
    }

    /// The node of a literal or of a text that is a number: an integer that fits 64 bits is exact.
    static JsonNode parse(String text) {
        if (text.length() < 19 && isInteger(text)) {
            return node(Long.parseLong(text));
        }
        return node(Double.parseDouble(text));
    }

    private static boolean isInteger(String text) {
        var digits = text.startsWith("-") ? 1 : 0;
        for (var i = digits; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > digits;
    }

    static int compare(JsonNode left, JsonNode right) {
        if (isLong(left) && isLong(right)) {
            return Long.compare(left.longValue(), right.longValue());
        }
        var a = of(left);
        var b = of(right);
        return a == b ? 0 : Double.compare(a, b);
    }

    /// Whether the node is a number to compute with. An infinite one fails.
    static boolean isNumber(JsonNode value) {
        if (!value.isNumber()) {
            return false;
        }
        if (isLong(value)) {
            return true;
        }
        var number = of(value);
        if (Double.isInfinite(number)) {
            throw Fault.D1001.with(Double.toString(number));
        }
        return !Double.isNaN(number);
    }

    /// The integer towards zero, between the ends of int.
    static int truncated(double number) {
        return (int) number;
    }

    /// A whole number as an exact integer, its decimal digits those that JavaScript prints.
    static BigInteger integer(double number) {
        return decimal(number).toBigInteger();
    }

    static BigDecimal decimal(double number) {
        var quick = ShortDecimal.of(Math.abs(number));
        if (quick != null && quick.same()) {
            return number < 0 ? quick.decimal().negate() : quick.decimal();
        }
        return new BigDecimal(Double.toString(number));
    }

    /// The node that leaves the evaluation for a computed number.
    static JsonNode finished(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Values.text(Double.toString(number));
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e21) {
            return JsonNodeFactory.instance.numberNode(integer(number));
        }
        return JsonNodeFactory.instance.numberNode(decimal(number).stripTrailingZeros());
    }

    /// The text of a number: at most 15 digits, plain from 1e-6 to 1e21, as JavaScript writes it.
    static String text(JsonNode number) {
        if (number.isIntegralNumber() && (isLong(number) || number.bigIntegerValue().bitLength() < 70)) {
            return number.toString();
        }
        return text(of(number));
    }

    static String text(double number) {
        var quick = ShortDecimal.of(Math.abs(number));
        if (quick != null) {
            var out = new StringBuilder(24).append(number < 0 ? "-" : "");
            quick.append(out);
            return out.toString();
        }
        var decimal = new BigDecimal(number).round(SHOWN);
        if (decimal.signum() == 0) {
            return "0";
        }
        decimal = decimal.stripTrailingZeros();
        var exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent > -7 && exponent < 21) {
            return decimal.toPlainString();
        }
        var digits = decimal.unscaledValue().abs().toString();
        var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (decimal.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + Math.abs(exponent);
    }
}
