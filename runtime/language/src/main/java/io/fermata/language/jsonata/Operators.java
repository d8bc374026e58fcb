// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.Arithmetic;
import io.fermata.language.jsonata.Expression.Comparison;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// What the operators do with their two values. Stateless.
final class Operators {

    private static final long MAX_EXACT = 1L << 53;

    private Operators() {}

    static JsonNode arithmetic(Arithmetic.Operator operator, JsonNode left, JsonNode right, int position) {
        if (left.isNumber() && right.isNumber()) {
            var result = computed(operator, left, right);
            if (result != null) {
                return result;
            }
        }
        if (!left.isMissingNode() && !isNumber(left, position, operator.symbol)) {
            throw Fault.T2001.at(position, operator.symbol);
        }
        if (!right.isMissingNode() && !isNumber(right, position, operator.symbol)) {
            throw Fault.T2002.at(position, operator.symbol);
        }
        return Values.NOTHING;
    }

    /// The result of two numbers; null when one of them is infinite or no number, which only the caller can tell of.
    private static @Nullable JsonNode computed(Arithmetic.Operator operator, JsonNode left, JsonNode right) {
        if (Numeric.isLong(left) && Numeric.isLong(right)) {
            var exact = exactly(operator, left.longValue(), right.longValue());
            if (exact != null) {
                return exact;
            }
        }
        var a = Numeric.of(left);
        var b = Numeric.of(right);
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return null;
        }
        return Numeric.node(switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case REMAINDER -> a % b;
        });
    }

    private static boolean isNumber(JsonNode value, int position, String symbol) {
        try {
            return Numeric.isNumber(value);
        } catch (JsonataException e) {
            throw e.at(position, symbol);
        }
    }

    /// The result when it is whole and doubles would hold it exactly; null when only doubles can tell.
    private static @Nullable JsonNode exactly(Arithmetic.Operator operator, long a, long b) {
        if (Math.abs(a) > MAX_EXACT || Math.abs(b) > MAX_EXACT) {
            return null;
        }
        var result = switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> Math.multiplyHigh(a, b) == (a * b) >> 63 ? a * b : Long.MAX_VALUE;
            case DIVIDE -> b != 0 && a % b == 0 ? a / b : Long.MAX_VALUE;
            case REMAINDER -> b != 0 ? a % b : Long.MAX_VALUE;
        };
        return Math.abs(result) <= MAX_EXACT ? Numeric.node(result) : null;
    }

    static JsonNode negate(JsonNode value, int position) {
        if (value.isMissingNode()) {
            return value;
        }
        if (!isNumber(value, position, "-")) {
            throw Fault.D1002.at(position, "-", value);
        }
        return Numeric.isLong(value) && value.longValue() != Long.MIN_VALUE
                ? Numeric.node(-value.longValue())
                : Numeric.node(-Numeric.of(value));
    }

    static JsonNode compare(Comparison.Operator operator, JsonNode left, JsonNode right, int position,
            Fuel fuel) {
        if (!isComparable(left) || !isComparable(right)) {
            throw Fault.T2010.at(position, operator.symbol);
        }
        if (left.isMissingNode() || right.isMissingNode()) {
            return Values.NOTHING;
        }
        if (left.isNumber() != right.isNumber()) {
            throw Fault.T2009.at(position, operator.symbol, left, right);
        }
        var order = left.isNumber()
                ? Numeric.compare(left, right)
                : Values.compareText(left.stringValue(), right.stringValue(), fuel);
        return Values.truth(switch (operator) {
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case GREATER -> order > 0;
            case AT_LEAST -> order >= 0;
        });
    }

    private static boolean isComparable(JsonNode value) {
        return value.isMissingNode() || value.isString() || value.isNumber();
    }

    /// Nothing is neither equal nor different.
    static JsonNode equality(boolean same, JsonNode left, JsonNode right, Fuel fuel) {
        if (left.isMissingNode() || right.isMissingNode()) {
            return Values.truth(false);
        }
        return Values.truth(Values.equal(left, right, fuel) == same);
    }

    static JsonNode membership(JsonNode left, JsonNode right, Fuel fuel) {
        if (left.isMissingNode() || right.isMissingNode()) {
            return Values.truth(false);
        }
        if (!(right instanceof ArrayNode array)) {
            return Values.truth(Values.equal(left, right, fuel));
        }
        for (var i = 0; i < array.size(); i++) {
            fuel.step();
            if (Values.equal(left, array.get(i), fuel)) {
                return Values.truth(true);
            }
        }
        return Values.truth(false);
    }

    static JsonNode concatenate(JsonNode left, JsonNode right, Fuel fuel) {
        var first = ValueText.of(left, false, fuel);
        var second = ValueText.of(right, false, fuel);
        fuel.text((long) first.length() + second.length());
        return Values.text(first.concat(second));
    }

    static boolean isWhole(JsonNode value) {
        if (!value.isNumber()) {
            return false;
        }
        var number = Numeric.of(value);
        return number == Math.rint(number) && !Double.isInfinite(number);
    }
}
