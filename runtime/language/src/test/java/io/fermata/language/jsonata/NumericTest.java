// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumericTest {

    private static final MathContext SHOWN = new MathContext(15, RoundingMode.HALF_UP);

    @Test
    void writesWhatTheSlowWayWrites() {
        var random = new Random(3);
        for (var i = 0; i < 300_000; i++) {
            var number = switch (i % 4) {
                case 0 -> random.nextInt(10_000_000) / 100.0;
                case 1 -> random.nextInt(100_000) / 100.0 * random.nextInt(100);
                case 2 -> random.nextDouble() * Math.pow(10, random.nextInt(-5, 16));
                default -> Double.longBitsToDouble(random.nextLong());
            };
            if (!Double.isFinite(number)) {
                continue;
            }
            var slow = new BigDecimal(number).round(SHOWN);
            assertThat(new BigDecimal(Numeric.text(number))).as("%s", number).isEqualByComparingTo(slow);
            assertThat(Numeric.decimal(number)).as("%s", number)
                    .isEqualByComparingTo(new BigDecimal(Double.toString(number)));
        }
    }

    @Test
    void writesNumbersAsJavaScriptDoes() {
        assertThat(Numeric.text(0.001)).isEqualTo("0.001");
        assertThat(Numeric.text(-1234.5)).isEqualTo("-1234.5");
        assertThat(Numeric.text(100.0)).isEqualTo("100");
        assertThat(Numeric.text(1e-6)).isEqualTo("0.000001");
        assertThat(Numeric.text(1e-7)).isEqualTo("1e-7");
        assertThat(Numeric.text(1.5e300)).isEqualTo("1.5e+300");
        assertThat(Numeric.text(1e21)).isEqualTo("1e+21");
        assertThat(Numeric.text(-0.0)).isEqualTo("0");
        assertThat(Numeric.text(0.1 + 0.2)).isEqualTo("0.3");
    }
}
