// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

/// Finds a text in a text in time that is linear in both, which `String.indexOf` is not: a long text of one letter in a
/// longer one takes it the product of their lengths. Stateless.
final class TextSearch {

    /// Up to this many comparisons the plain search of the JDK is faster, whatever the texts.
    private static final long PLAIN = 100_000;

    private TextSearch() {}

    /// Where the pattern is first found from a place on; -1 when it is not.
    static int indexOf(String text, String pattern, int from, Fuel fuel) {
        var length = pattern.length();
        if ((long) (text.length() - from) * length <= PLAIN || length < 4) {
            return charged(text, from, text.indexOf(pattern, from), fuel);
        }
        var borders = borders(pattern, fuel);
        var matched = 0;
        for (var i = from; i < text.length(); i++) {
            while (matched > 0 && text.charAt(i) != pattern.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (text.charAt(i) == pattern.charAt(matched) && ++matched == length) {
                return charged(text, from, i - length + 1, fuel);
            }
        }
        return charged(text, from, -1, fuel);
    }

    /// For each prefix the length of its longest proper prefix that is a suffix as well.
    private static int[] borders(String pattern, Fuel fuel) {
        fuel.cheap(pattern.length());
        fuel.bytes(4L * pattern.length());
        var borders = new int[pattern.length()];
        for (int i = 1, matched = 0; i < borders.length; i++) {
            while (matched > 0 && pattern.charAt(i) != pattern.charAt(matched)) {
                matched = borders[matched - 1];
            }
            matched += pattern.charAt(i) == pattern.charAt(matched) ? 1 : 0;
            borders[i] = matched;
        }
        return borders;
    }

    private static int charged(String text, int from, int found, Fuel fuel) {
        fuel.cheap(((found < 0 ? text.length() : found) - from) / 2);
        return found;
    }
}
