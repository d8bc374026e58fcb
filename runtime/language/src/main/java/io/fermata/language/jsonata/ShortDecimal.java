// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A positive double as a decimal of at most 15 digits, found without the JDK's general algorithms, which take ten times
/// as long. Immutable.
///
/// @param digits without zeros at the end, less than 10^15
/// @param scale how many of them stand behind the point
/// @param same whether the decimal is the double's own shortest one, rather than only close to it
record ShortDecimal(long digits, int scale, boolean same) {

    private static final int DIGITS = 15;
    private static final double SMALLEST = 1e-3;
    private static final double LARGEST = 1e15;

    /// Powers of ten that doubles hold exactly.
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
            1e14, 1e15, 1e16, 1e17};

    /// The decimal; null when the number is too large, too small, or so close to the middle between two decimals that the
    /// product below, which is rounded itself, cannot tell them apart.
    static @Nullable ShortDecimal of(double number) {
        if (!(number >= SMALLEST && number < LARGEST)) {
            return null;
        }
        var scale = DIGITS;
        while (scale < POWERS.length - 1 && number * POWERS[scale] < POWERS[DIGITS - 1]) {
            scale++;
        }
        while (number * POWERS[scale] >= LARGEST) {
            scale--;
        }
        var scaled = number * POWERS[scale];
        if (Math.abs(scaled - Math.floor(scaled) - 0.5) < 0.2) {
            return null;
        }
        var digits = Math.round(scaled);
        while (scale > 0 && digits % 10 == 0) {
            digits /= 10;
            scale--;
        }
        // both are exact as doubles, so their quotient is the double nearest to the decimal
        return new ShortDecimal(digits, scale, digits / POWERS[scale] == number);
    }

    BigDecimal decimal() {
        return BigDecimal.valueOf(digits, scale);
    }

    /// Appends it plainly, as `0.001` or `1234.5`.
    void append(StringBuilder out) {
        var start = out.length();
        out.append(digits);
        if (scale > 0) {
            var point = out.length() - scale;
            if (point <= start) {
                out.insert(start, "0".repeat(start - point + 1));
                point = start + 1;
            }
            out.insert(point, '.');
        }
    }
}
