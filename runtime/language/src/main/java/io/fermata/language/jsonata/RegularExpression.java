// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A regular expression of an expression, on an engine whose time is linear in the text. Immutable; searches are not.
final class RegularExpression {

    /// The longest pattern.
    private static final int MAX_PATTERN = 1_000;

    private final Pattern pattern;
    private final int size;

    private RegularExpression(Pattern pattern, int size) {
        this.pattern = pattern;
        this.size = size;
    }

    /// One match: what, where, and the groups, empty where a group has no part in it.
    record Match(String text, int start, int end, List<String> groups) {}

    /// Reads the written form, with slashes and flags.
    static RegularExpression parse(String written, int position) {
        var end = written.lastIndexOf('/');
        var body = written.substring(1, end);
        if (body.length() > MAX_PATTERN) {
            throw refused("it has more than " + MAX_PATTERN + " characters", position);
        }
        var flags = (written.indexOf('i', end) > 0 ? Pattern.CASE_INSENSITIVE : 0)
                | (written.indexOf('m', end) > 0 ? Pattern.MULTILINE : 0);
        var syntax = RegexSyntax.of(body, position);
        try {
            return new RegularExpression(Pattern.compile(syntax.pattern(), flags), syntax.size());
        } catch (PatternSyntaxException e) {
            throw refused(e.getDescription(), position);
        }
    }

    static JsonataException refused(String why, int position) {
        return new JsonataException(null, "The regular expression cannot be used: {0}", List.of(why), position, null);
    }

    Search search(String text, Fuel fuel) {
        return new Search(text, pattern.matcher(new Metered(text, size, fuel)));
    }

    /// Looks for one match after the other. Used by the evaluation's thread only.
    static final class Search {

        private final String text;
        private final Matcher matcher;

        private Search(String text, Matcher matcher) {
            this.text = text;
            this.matcher = matcher;
        }

        /// The next match; null when there is none.
        @Nullable
        Match next() {
            if (!matcher.find()) {
                return null;
            }
            if (matcher.end() == matcher.start()) {
                throw Fault.D1004.with();
            }
            var groups = new ArrayList<String>();
            for (var i = 1; i <= matcher.groupCount(); i++) {
                groups.add(matcher.start(i) < 0 ? "" : text.substring(matcher.start(i), matcher.end(i)));
            }
            return new Match(text.substring(matcher.start(), matcher.end()), matcher.start(), matcher.end(), groups);
        }
    }

    /// A text that charges each character that the engine reads, at the price of the pattern.
    private static final class Metered implements CharSequence {

        private static final int UNITS_OF_A_STEP = 100;

        private final String text;
        private final int price;
        private final Fuel fuel;
        private long units;

        Metered(String text, int price, Fuel fuel) {
            this.text = text;
            this.price = price;
            this.fuel = fuel;
        }

        @Override
        public char charAt(int index) {
            units += price;
            if (units > 16 * UNITS_OF_A_STEP) {
                fuel.steps(units / UNITS_OF_A_STEP);
                units = 0;
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
