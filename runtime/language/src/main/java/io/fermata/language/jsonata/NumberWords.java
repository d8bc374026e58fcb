// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Whole numbers in English words, in Roman numerals and in letters, both ways. Stateless.
final class NumberWords {

    private static final List<String> SMALL = List.of("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven",
            "Eight", "Nine", "Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen",
            "Eighteen", "Nineteen");
    private static final List<String> SMALL_ORDINALS = List.of("Zeroth", "First", "Second", "Third", "Fourth",
            "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh", "Twelfth", "Thirteenth",
            "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth");
    private static final List<String> TENS = List.of("Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy",
            "Eighty", "Ninety");
    private static final List<String> MAGNITUDES = List.of("Thousand", "Million", "Billion", "Trillion");

    private static final List<String> NUMERALS = List.of("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v",
            "iv", "i");
    private static final int[] NUMERAL_VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};

    private static final int HUNDRED = 100;
    private static final int THOUSAND = 1000;

    private static final Map<String, Double> VALUES = values();

    private NumberWords() {}

    private static Map<String, Double> values() {
        var values = new HashMap<String, Double>();
        for (var i = 0; i < SMALL.size(); i++) {
            values.put(SMALL.get(i).toLowerCase(Locale.ROOT), (double) i);
            values.put(SMALL_ORDINALS.get(i).toLowerCase(Locale.ROOT), (double) i);
        }
        for (var i = 0; i < TENS.size(); i++) {
            var word = TENS.get(i).toLowerCase(Locale.ROOT);
            values.put(word, 10.0 * (i + 2));
            values.put(word.substring(0, word.length() - 1) + "ieth", 10.0 * (i + 2));
        }
        values.put("hundred", 100.0);
        values.put("hundredth", 100.0);
        for (var i = 0; i < MAGNITUDES.size(); i++) {
            var word = MAGNITUDES.get(i).toLowerCase(Locale.ROOT);
            values.put(word, Math.pow(THOUSAND, i + 1));
            values.put(word + "th", Math.pow(THOUSAND, i + 1));
        }
        return Map.copyOf(values);
    }

    static boolean isWord(String lowercase) {
        return VALUES.containsKey(lowercase) || lowercase.equals("and");
    }

    /// The number in words, with capitals.
    static String of(BigInteger number, boolean ordinal) {
        return words(number, false, ordinal);
    }

    private static String words(BigInteger number, boolean follows, boolean ordinal) {
        if (number.bitLength() > 31 || number.intValue() >= THOUSAND) {
            return large(number, follows, ordinal);
        }
        var value = number.intValue();
        if (value < SMALL.size()) {
            return (follows ? " and " : "") + (ordinal ? SMALL_ORDINALS : SMALL).get(value);
        }
        if (value < HUNDRED) {
            var tens = (follows ? " and " : "") + TENS.get(value / 10 - 2);
            if (value % 10 > 0) {
                return tens + "-" + words(BigInteger.valueOf(value % 10), false, ordinal);
            }
            return ordinal ? tens.substring(0, tens.length() - 1) + "ieth" : tens;
        }
        return rest((follows ? ", " : "") + SMALL.get(value / HUNDRED) + " Hundred",
                BigInteger.valueOf(value % HUNDRED), ordinal);
    }

    private static String large(BigInteger number, boolean follows, boolean ordinal) {
        var magnitude = Math.min((number.toString().length() - 1) / 3, MAGNITUDES.size());
        var parts = number.divideAndRemainder(BigInteger.valueOf(THOUSAND).pow(magnitude));
        return rest((follows ? ", " : "") + words(parts[0], false, false) + " " + MAGNITUDES.get(magnitude - 1),
                parts[1], ordinal);
    }

    private static String rest(String words, BigInteger remainder, boolean ordinal) {
        if (remainder.signum() > 0) {
            return words + words(remainder, true, ordinal);
        }
        return ordinal ? words + "th" : words;
    }

    /// The number that words tell; not a number when one of them is none.
    static double parse(String text) {
        var sums = new ArrayDeque<Double>();
        sums.push(0.0);
        for (var word : text.toLowerCase(Locale.ROOT).split(",\\s|\\sand\\s|[\\s\\-]")) {
            var value = VALUES.get(word);
            if (value == null) {
                return Double.NaN;
            }
            var top = sums.pop();
            if (value >= HUNDRED) {
                sums.push(top * value);
            } else if (top >= THOUSAND) {
                sums.push(top);
                sums.push(value);
            } else {
                sums.push(top + value);
            }
        }
        return sums.stream().mapToDouble(Double::doubleValue).sum();
    }

    /// Lower-case Roman numerals; nothing for zero.
    static String roman(BigInteger number, Fuel fuel) {
        var thousands = number.divide(BigInteger.valueOf(THOUSAND));
        fuel.text(thousands.bitLength() > 30 ? Long.MAX_VALUE >> 8 : thousands.longValue() + 16);
        var rest = number.intValue();
        var out = new StringBuilder();
        for (var i = 0; i < NUMERAL_VALUES.length; i++) {
            out.repeat(NUMERALS.get(i), rest / NUMERAL_VALUES[i]);
            rest %= NUMERAL_VALUES[i];
        }
        return out.toString();
    }

    static double parseRoman(String text) {
        var total = 0;
        var largest = 0;
        for (var i = text.length() - 1; i >= 0; i--) {
            var numeral = NUMERALS.indexOf(text.substring(i, i + 1).toLowerCase(Locale.ROOT));
            if (numeral < 0) {
                return Double.NaN;
            }
            var value = NUMERAL_VALUES[numeral];
            total += value < largest ? -value : value;
            largest = Math.max(largest, value);
        }
        return total;
    }

    /// a, b, ... z, aa, ab, ...
    static String letters(BigInteger number, char first) {
        var out = new StringBuilder();
        var left = number;
        while (left.signum() > 0) {
            var parts = left.subtract(BigInteger.ONE).divideAndRemainder(BigInteger.valueOf(26));
            out.append((char) (first + parts[1].intValue()));
            left = parts[0];
        }
        return out.reverse().toString();
    }

    static double parseLetters(String text, char first) {
        var total = 0.0;
        for (var i = 0; i < text.length(); i++) {
            total = total * 26 + (text.charAt(i) - first + 1);
        }
        return total;
    }
}
