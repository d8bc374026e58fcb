// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads whole numbers without ever building a number of many digits, which a text as short as `1e999999999` asks for.
public final class Numbers {

    private static final int MAX_DIGITS = 19;
    private static final double MAX_EXACT = 0x1p53;

    private Numbers() {}

    /// The value as a long; null when it is no number, has a fraction or does not fit.
    public static @Nullable Long whole(JsonNode value) {
        if (!value.isNumber()) {
            return null;
        }
        return wholeOf(value.decimalValue());
    }

    /// The value rounded half up towards positive infinity; null when it is no number or does not fit a long.
    public static @Nullable Long rounded(JsonNode value) {
        if (!value.isNumber()) {
            return null;
        }
        var number = value.decimalValue();
        if (tooLarge(number)) {
            return null;
        }
        if (tooSmall(number)) {
            return 0L;
        }
        return wholeOf(number.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR));
    }

    /// The node that reading the number's text gives, so that equal numbers are equal nodes.
    public static JsonNode node(long number) {
        var small = (int) number;
        return small == number
                ? JsonNodeFactory.instance.numberNode(small)
                : JsonNodeFactory.instance.numberNode(number);
    }

    /// The node of a finite number: an integer when it is whole and small enough to be exact.
    public static JsonNode node(double number) {
        if (number == Math.rint(number) && Math.abs(number) <= MAX_EXACT) {
            return node((long) number);
        }
        return JsonNodeFactory.instance.numberNode(BigDecimal.valueOf(number));
    }

    private static @Nullable Long wholeOf(BigDecimal number) {
        if (number.signum() == 0) {
            return 0L;
        }
        if (tooLarge(number) || tooSmall(number)) {
            return null;
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException _) {
            return null;
        }
    }

    private static boolean tooLarge(BigDecimal number) {
        return (long) number.precision() - number.scale() > MAX_DIGITS;
    }

    private static boolean tooSmall(BigDecimal number) {
        return number.signum() == 0 || (long) number.precision() - number.scale() < -MAX_DIGITS;
    }
}
