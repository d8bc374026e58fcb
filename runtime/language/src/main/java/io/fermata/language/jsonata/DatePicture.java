// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A picture of dates and times, read to its parts. Immutable.
///
/// @see <a href="https://www.w3.org/TR/xpath-functions-31/#rules-for-datetime-formatting">XPath functions 3.1, 9.8</a>
final class DatePicture {

    /// A part: text as it is, or a component of the moment.
    sealed interface Part {

        record Text(String text) implements Part {}

        /// @param names how a name is written; null when it is a number
        /// @param picture how a number is written; null for names and for what is neither
        /// @param maximum characters of a name or digits of a year at most; 0 for any
        /// @param modifier the letter behind the presentation: `o` for ordinals, `t` for `Z` at offset zero
        record Component(char letter, IntegerPicture.@Nullable Capitals names, @Nullable IntegerPicture picture,
                int maximum, char modifier) implements Part {}
    }

    private static final Map<Character, String> DEFAULTS = Map.ofEntries(Map.entry('Y', "1"), Map.entry('M', "1"),
            Map.entry('D', "1"), Map.entry('d', "1"), Map.entry('F', "n"), Map.entry('W', "1"), Map.entry('w', "1"),
            Map.entry('X', "1"), Map.entry('x', "1"), Map.entry('H', "1"), Map.entry('h', "1"), Map.entry('P', "n"),
            Map.entry('m', "01"), Map.entry('s', "01"), Map.entry('f', "1"), Map.entry('Z', "01:01"),
            Map.entry('z', "01:01"), Map.entry('C', "n"), Map.entry('E', "n"));

    private DatePicture() {}

    static List<Part> parse(String picture) {
        var parts = new ArrayList<Part>();
        var text = new StringBuilder();
        for (var at = 0; at < picture.length(); at++) {
            var c = picture.charAt(at);
            var doubled = at + 1 < picture.length() && picture.charAt(at + 1) == c;
            if (c == '[' && !doubled) {
                if (!text.isEmpty()) {
                    parts.add(new Part.Text(text.toString()));
                    text.setLength(0);
                }
                var end = picture.indexOf(']', at);
                if (end < 0) {
                    throw Fault.D3135.with();
                }
                add(parts, component(picture.substring(at + 1, end).replaceAll("\\s+", "")));
                at = end;
            } else {
                at += doubled && (c == '[' || c == ']') ? 1 : 0;
                text.append(c);
            }
        }
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text.toString()));
        }
        return parts;
    }

    /// Adds a component; a number right before another one takes no more digits than it must.
    private static void add(List<Part> parts, Part.Component component) {
        if (component.picture() != null && !parts.isEmpty()
                && parts.getLast() instanceof Part.Component(var letter, var names, var picture, var maximum, var modifier)
                && picture != null) {
            parts.set(parts.size() - 1, new Part.Component(letter, names, picture.withWidth(picture.minimum()),
                    maximum, modifier));
        }
        parts.add(component);
    }

    private static Part.Component component(String marker) {
        var letter = marker.isEmpty() ? ' ' : marker.charAt(0);
        var preset = DEFAULTS.get(letter);
        if (preset == null) {
            throw Fault.D3132.with(Quoted.of(String.valueOf(letter).strip()));
        }
        var comma = marker.lastIndexOf(',');
        var presentation = comma < 0 ? marker.substring(1) : marker.substring(1, comma);
        var widths = comma < 0 ? "" : marker.substring(comma + 1);
        var modifier = ' ';
        if (presentation.length() > 1 && "atco".indexOf(presentation.charAt(presentation.length() - 1)) >= 0) {
            modifier = presentation.charAt(presentation.length() - 1);
            presentation = presentation.substring(0, presentation.length() - 1);
        }
        presentation = presentation.isEmpty() ? preset : presentation;
        var dash = widths.indexOf('-');
        var minimum = width(dash < 0 ? widths : widths.substring(0, dash));
        var maximum = dash < 0 ? 0 : width(widths.substring(dash + 1));
        var names = names(presentation);
        if (names != null) {
            return new Part.Component(letter, names, null, maximum, modifier);
        }
        var picture = IntegerPicture.parse(modifier == 'o' ? presentation + ";o" : presentation);
        if (letter != 'Z' && letter != 'z') {
            picture = picture.withMinimum(Math.max(picture.minimum(), minimum));
        }
        if (letter == 'Y') {
            var digits = maximum > 0 ? maximum : picture.minimum() + picture.optional();
            picture = maximum > 0 ? picture.withMinimum(maximum) : picture;
            maximum = maximum > 0 || digits > 1 ? digits : 0;
        }
        return new Part.Component(letter, null, picture, maximum, modifier);
    }

    private static IntegerPicture.@Nullable Capitals names(String presentation) {
        if (presentation.startsWith("n")) {
            return IntegerPicture.Capitals.LOWER;
        }
        if (presentation.startsWith("N")) {
            return presentation.startsWith("Nn") ? IntegerPicture.Capitals.TITLE : IntegerPicture.Capitals.UPPER;
        }
        return null;
    }

    private static int width(String text) {
        var isNumber = !text.isEmpty() && text.length() < 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(text) : 0;
    }
}
