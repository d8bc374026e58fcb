// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import tools.jackson.databind.JsonNode;

/// A symbol of the text.
///
/// @param text the name, the operator, or how a literal is written
/// @param value of a literal; nothing for other kinds
/// @param start where it begins
record Token(Kind kind, String text, JsonNode value, int start) {

    enum Kind {
        NAME,
        VARIABLE,
        STRING,
        NUMBER,
        VALUE,
        OPERATOR,
        REGEX,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }
}
