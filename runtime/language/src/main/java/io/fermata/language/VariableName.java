// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

/// The rule for names of variables: Unicode `ID_Start`, then `ID_Continue`, at most 80 characters.
public final class VariableName {

    static final int MAX_LENGTH = 80;

    private VariableName() {}

    public static boolean isValid(String name) {
        return !name.isEmpty() && name.codePointCount(0, name.length()) <= MAX_LENGTH && end(name, 0) == name.length();
    }

    /// The index behind the name that starts at `start`; `start` itself when none does.
    public static int end(String text, int start) {
        var index = start;
        while (index < text.length()) {
            var c = text.codePointAt(index);
            var fits = index == start ? Character.isUnicodeIdentifierStart(c) : isPart(c);
            if (!fits) {
                break;
            }
            index += Character.charCount(c);
        }
        return index;
    }

    private static boolean isPart(int c) {
        return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
    }
}
