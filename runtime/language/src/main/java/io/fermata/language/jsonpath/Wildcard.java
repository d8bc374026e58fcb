// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import java.util.ArrayList;
import java.util.List;

/// The pattern of `StringMatches`: `*` stands for any run of characters, a backslash takes the meaning from `*` and `\`.
/// Matching takes time linear in the text for each part between stars.
public final class Wildcard {

    private final List<String> parts;

    private Wildcard(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    public static Wildcard compile(String pattern) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        for (var i = 0; i < pattern.length(); i++) {
            var c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length() && "*\\".indexOf(pattern.charAt(i + 1)) >= 0) {
                part.append(pattern.charAt(++i));
            } else if (c == '*') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return new Wildcard(parts);
    }

    public boolean matches(String text) {
        var first = parts.getFirst();
        if (parts.size() == 1) {
            return text.equals(first);
        }
        var last = parts.getLast();
        if (text.length() < first.length() + last.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        var at = first.length();
        var end = text.length() - last.length();
        for (var part : parts.subList(1, parts.size() - 1)) {
            var found = indexOf(text, part, at, end);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }

    /// Knuth, Morris and Pratt: the text is never read twice, whatever the part repeats.
    private static int indexOf(String text, String part, int start, int end) {
        if (part.isEmpty()) {
            return start;
        }
        var borders = borders(part);
        var matched = 0;
        for (var i = start; i < end; i++) {
            while (matched > 0 && text.charAt(i) != part.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (text.charAt(i) == part.charAt(matched)) {
                matched++;
            }
            if (matched == part.length()) {
                return i - matched + 1;
            }
        }
        return -1;
    }

    private static int[] borders(String part) {
        var borders = new int[part.length()];
        var length = 0;
        for (var i = 1; i < part.length(); i++) {
            while (length > 0 && part.charAt(i) != part.charAt(length)) {
                length = borders[length - 1];
            }
            if (part.charAt(i) == part.charAt(length)) {
                length++;
            }
            borders[i] = length;
        }
        return borders;
    }
}
