// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads whole numbers without ever building a number of many digits, which a text as short as `1e999999999` asks for.
final class Numbers {

    private static final int MAX_DIGITS = 19;

    private Numbers() {}

    /// The value as a long; null when it is no number, has a fraction or does not fit.
    static @Nullable Long whole(JsonNode value) {
        if (!value.isNumber()) {
            return null;
        }
        return wholeOf(value.decimalValue());
    }

    /// The value rounded half up towards positive infinity; null when it is no number or does not fit a long.
    static @Nullable Long rounded(JsonNode value) {
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
