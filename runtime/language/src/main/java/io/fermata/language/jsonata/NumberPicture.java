// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One half of a number picture, checked and measured. Immutable.
///
/// @param scale the power of ten that the number is multiplied by: 2 for percent, 3 for per mille
/// @param minimumInteger digits before the decimal separator at least
/// @param scaling digits of the mantissa before its separator, when there is an exponent
/// @param grouping places of grouping separators, counted from the decimal separator to the left
/// @param regular the distance when they repeat at the same distance, else 0
/// @param fractionGrouping places of grouping separators behind the decimal separator
/// @param exponent digits of the exponent at least; 0 for none
/// @see <a href="https://www.w3.org/TR/xpath-functions-31/#analyzing-picture-string">XPath functions 3.1, 4.7.4</a>
record NumberPicture(String prefix, String suffix, int scale, int minimumInteger, int scaling, int minimumFraction,
        int maximumFraction, List<Integer> grouping, int regular, List<Integer> fractionGrouping, int exponent) {

    /// The picture for positive numbers, and when there are two the one for negative ones.
    static List<NumberPicture> parse(String picture, NumberSymbols symbols) {
        var parts = picture.split(Pattern.quote(symbols.separator()), -1);
        if (parts.length > 2) {
            throw Fault.D3080.with();
        }
        var parsed = new ArrayList<NumberPicture>();
        for (var part : parts) {
            parsed.add(half(part, symbols));
        }
        return parsed;
    }

    private static NumberPicture half(String part, NumberSymbols symbols) {
        if (part.chars().noneMatch(symbols::isActive)) {
            throw Fault.D3086.with();
        }
        var start = 0;
        while (start < part.length() && !isCounting(part, start, symbols)) {
            start++;
        }
        var end = part.length();
        while (end > start && !isCounting(part, end - 1, symbols)) {
            end--;
        }
        var prefix = part.substring(0, start);
        var suffix = part.substring(end);
        var active = part.substring(start, end);
        var exponentAt = active.indexOf(symbols.exponent());
        var mantissa = exponentAt < 0 ? active : active.substring(0, exponentAt);
        var exponent = exponentAt < 0 ? "" : active.substring(exponentAt + symbols.exponent().length());
        var decimalAt = mantissa.indexOf(symbols.decimal());
        var integer = decimalAt < 0 ? mantissa : mantissa.substring(0, decimalAt);
        var fraction = decimalAt < 0 ? "" : mantissa.substring(decimalAt + symbols.decimal().length());
        check(part, active, mantissa, integer, fraction, exponentAt < 0 ? null : exponent, symbols);

        var mandatory = digits(integer, symbols);
        var scaling = mandatory;
        var minimumFraction = digits(fraction, symbols);
        var maximumFraction = minimumFraction + count(fraction, symbols.digit());
        var hasExponent = exponentAt >= 0;
        if (mandatory == 0 && maximumFraction == 0) {
            if (hasExponent) {
                minimumFraction = 1;
                maximumFraction = 1;
            } else {
                mandatory = 1;
            }
        }
        if (hasExponent && mandatory == 0 && integer.contains(symbols.digit())) {
            mandatory = 1;
        }
        if (mandatory == 0 && minimumFraction == 0) {
            minimumFraction = 1;
        }
        var scale = part.contains(symbols.percent()) ? 2 : part.contains(symbols.perMille()) ? 3 : 0;
        var groups = groups(integer, symbols, true);
        return new NumberPicture(prefix, suffix, scale, mandatory, scaling, minimumFraction, maximumFraction, groups,
                regular(groups), groups(fraction, symbols, false), digits(exponent, symbols));
    }

    /// Whether the character belongs to the number. An exponent separator does only between digits, else it is a letter of
    /// the prefix or suffix.
    private static boolean isCounting(String part, int at, NumberSymbols symbols) {
        return symbols.isActive(part.charAt(at)) && !NumberSymbols.is(part.charAt(at), symbols.exponent());
    }

    private static void check(String part, String active, String mantissa, String integer, String fraction,
            @Nullable String exponent, NumberSymbols symbols) {
        if (count(part, symbols.decimal()) > 1) {
            throw Fault.D3081.with();
        }
        if (count(part, symbols.percent()) > 1) {
            throw Fault.D3082.with();
        }
        if (count(part, symbols.perMille()) > 1) {
            throw Fault.D3083.with();
        }
        if (part.contains(symbols.percent()) && part.contains(symbols.perMille())) {
            throw Fault.D3084.with();
        }
        if (mantissa.chars().noneMatch(c -> symbols.isDigit(c) || NumberSymbols.is(c, symbols.digit()))) {
            throw Fault.D3085.with();
        }
        if (active.chars().anyMatch(c -> !symbols.isActive(c))) {
            throw Fault.D3086.with();
        }
        checkGrouping(integer, fraction, mantissa, symbols);
        var optional = integer.lastIndexOf(symbols.digit());
        if (optional > 0 && integer.substring(0, optional).chars().anyMatch(symbols::isDigit)) {
            throw Fault.D3090.with();
        }
        var first = fraction.indexOf(symbols.digit());
        if (first >= 0 && fraction.substring(first).chars().anyMatch(symbols::isDigit)) {
            throw Fault.D3091.with();
        }
        if (exponent != null) {
            if (!exponent.isEmpty() && (part.contains(symbols.percent()) || part.contains(symbols.perMille()))) {
                throw Fault.D3092.with();
            }
            if (exponent.isEmpty() || !exponent.chars().allMatch(symbols::isDigit)) {
                throw Fault.D3093.with();
            }
        }
    }

    private static void checkGrouping(String integer, String fraction, String mantissa, NumberSymbols symbols) {
        var grouping = symbols.grouping();
        var hasDecimal = mantissa.contains(symbols.decimal());
        if (hasDecimal && (integer.endsWith(grouping) || fraction.startsWith(grouping))) {
            throw Fault.D3087.with();
        }
        if (!hasDecimal && integer.endsWith(grouping)) {
            throw Fault.D3088.with();
        }
        if (mantissa.contains(grouping + grouping)) {
            throw Fault.D3089.with();
        }
    }

    private static int digits(String part, NumberSymbols symbols) {
        return (int) part.chars().filter(symbols::isDigit).count();
    }

    private static int count(String part, String symbol) {
        var count = 0;
        for (var at = part.indexOf(symbol); at >= 0; at = part.indexOf(symbol, at + symbol.length())) {
            count++;
        }
        return count;
    }

    /// How many digits stand between each separator and the decimal separator.
    private static List<Integer> groups(String part, NumberSymbols symbols, boolean toTheRight) {
        var places = new ArrayList<Integer>();
        for (var i = 0; i < part.length(); i++) {
            if (NumberSymbols.is(part.charAt(i), symbols.grouping())) {
                var beside = toTheRight ? part.substring(i + 1) : part.substring(0, i);
                places.add(digits(beside, symbols) + count(beside, symbols.digit()));
            }
        }
        return List.copyOf(places);
    }

    /// The distance that all places are multiples of, when none is left out.
    private static int regular(List<Integer> places) {
        if (places.isEmpty()) {
            return 0;
        }
        var sorted = new TreeSet<>(places);
        var distance = sorted.first();
        for (var i = 1; i <= sorted.size(); i++) {
            if (!sorted.contains(i * distance)) {
                return 0;
            }
        }
        return distance;
    }
}
