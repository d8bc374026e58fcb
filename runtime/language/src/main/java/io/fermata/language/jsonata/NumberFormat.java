// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// Writes a number by a picture. Used by one evaluation.
///
/// @see <a href="https://www.w3.org/TR/xpath-functions-31/#formatting-the-number">XPath functions 3.1, 4.7.5</a>
final class NumberFormat {

    private final NumberSymbols symbols;
    private final Fuel fuel;

    NumberFormat(NumberSymbols symbols, Fuel fuel) {
        this.symbols = symbols;
        this.fuel = fuel;
    }

    String format(double number, List<NumberPicture> pictures) {
        if (Double.isNaN(number)) {
            return symbols.nan();
        }
        var negative = number < 0;
        var picture = negative && pictures.size() > 1 ? pictures.get(1) : pictures.getFirst();
        var prefix = (negative && pictures.size() == 1 ? symbols.minus() : "") + picture.prefix();
        if (Double.isInfinite(number)) {
            return prefix + symbols.infinity() + picture.suffix();
        }
        var value = Numeric.decimal(number).abs().scaleByPowerOfTen(picture.scale());
        return prefix + (picture.exponent() > 0 ? scientific(value, picture) : mantissa(value, picture))
                + picture.suffix();
    }

    private String scientific(BigDecimal value, NumberPicture picture) {
        var shown = value.stripTrailingZeros();
        var exponent = value.signum() == 0 ? 0 : shown.precision() - shown.scale() - picture.scaling();
        var mantissa = rounded(value.scaleByPowerOfTen(-exponent), picture);
        var digits = Integer.toString(Math.abs(exponent));
        fuel.text(picture.exponent() + 16L);
        return mantissa(mantissa, picture) + symbols.exponent() + (exponent < 0 ? symbols.minus() : "")
                + own("0".repeat(Math.max(0, picture.exponent() - digits.length())) + digits);
    }

    private static BigDecimal rounded(BigDecimal value, NumberPicture picture) {
        return value.setScale(picture.maximumFraction(), RoundingMode.HALF_EVEN);
    }

    private String mantissa(BigDecimal value, NumberPicture picture) {
        fuel.text(400L + picture.minimumInteger() + picture.maximumFraction());
        fuel.steps(picture.minimumInteger() / 2L + picture.maximumFraction() / 2L);
        fuel.bytes(4L * picture.minimumInteger() + 4L * picture.maximumFraction());
        var plain = rounded(value, picture).toPlainString();
        var point = plain.indexOf('.');
        var integer = point < 0 ? plain : plain.substring(0, point);
        var fraction = point < 0 ? "" : plain.substring(point + 1);
        integer = integer.equals("0") ? "" : integer;
        integer = "0".repeat(Math.max(0, picture.minimumInteger() - integer.length())) + integer;
        var end = fraction.length();
        while (end > picture.minimumFraction() && fraction.charAt(end - 1) == '0') {
            end--;
        }
        fraction = fraction.substring(0, end);
        return grouped(integer, picture) + (fraction.isEmpty() ? "" : symbols.decimal())
                + groupedFraction(fraction, picture);
    }

    private String grouped(String digits, NumberPicture picture) {
        var out = new StringBuilder();
        for (var i = 0; i < digits.length(); i++) {
            var toTheRight = digits.length() - i;
            var separated = picture.regular() > 0
                    ? toTheRight % picture.regular() == 0
                    : picture.grouping().contains(toTheRight);
            if (i > 0 && separated) {
                out.append(symbols.grouping());
            }
            out.appendCodePoint(symbols.zero() + digits.charAt(i) - '0');
        }
        return out.toString();
    }

    private String groupedFraction(String digits, NumberPicture picture) {
        var out = new StringBuilder();
        for (var i = 0; i < digits.length(); i++) {
            if (i > 0 && picture.fractionGrouping().contains(i)) {
                out.append(symbols.grouping());
            }
            out.appendCodePoint(symbols.zero() + digits.charAt(i) - '0');
        }
        return out.toString();
    }

    /// The digits in the family of the picture.
    private String own(String digits) {
        if (symbols.zero() == '0') {
            return digits;
        }
        var out = new StringBuilder();
        digits.chars().forEach(c -> out.appendCodePoint(symbols.zero() + c - '0'));
        return out.toString();
    }
}
