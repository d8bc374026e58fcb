// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import tools.jackson.databind.JsonNode;

/// The symbols of a number picture, as the options of `$formatNumber` name them. Immutable.
///
/// @see <a href="https://www.w3.org/TR/xpath-functions-31/#defining-decimal-format">XPath functions 3.1, 4.7.1</a>
record NumberSymbols(String decimal, String grouping, String exponent, String minus, String percent, String perMille,
        int zero, String digit, String separator, String infinity, String nan) {

    static NumberSymbols of(JsonNode options) {
        return new NumberSymbols(named(options, "decimal-separator", "."), named(options, "grouping-separator", ","),
                named(options, "exponent-separator", "e"), named(options, "minus-sign", "-"),
                named(options, "percent", "%"), named(options, "per-mille", "‰"),
                named(options, "zero-digit", "0").codePointAt(0), named(options, "digit", "#"),
                named(options, "pattern-separator", ";"), named(options, "infinity", "Infinity"),
                named(options, "NaN", "NaN"));
    }

    private static String named(JsonNode options, String name, String otherwise) {
        var value = options.path(name);
        return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : otherwise;
    }

    /// Whether the character is one of the ten digits.
    boolean isDigit(int character) {
        return character >= zero && character < zero + 10;
    }

    /// Whether the character counts, rather than being prefix or suffix.
    boolean isActive(int character) {
        return isDigit(character) || is(character, decimal) || is(character, grouping) || is(character, digit)
                || is(character, exponent);
    }

    static boolean is(int character, String symbol) {
        return symbol.length() == 1 && symbol.charAt(0) == character;
    }
}
