// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

/// What a state machine, an activity or an execution may be called: 1 to 80 characters, without white space, brackets, wildcards, control
/// characters and the specials that AWS refuses (StartExecution, "name").
public final class Names {

    private static final int LONGEST = 80;
    private static final String REFUSED = "<>{}[]?*\"#%\\^|~`$&,;:/";

    private Names() {}

    public static boolean isValid(String name) {
        int length = name.codePointCount(0, name.length());
        return length >= 1 && length <= LONGEST && name.codePoints().noneMatch(Names::isRefused);
    }

    private static boolean isRefused(int character) {
        return REFUSED.indexOf(character) >= 0 || Character.isISOControl(character) || Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE || character == 0xFFFE
                || character == 0xFFFF;
    }
}
