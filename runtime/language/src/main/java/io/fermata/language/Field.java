// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of the field table: what a field may hold.
///
/// @param min least value of a number
/// @param max greatest value of a number
/// @param only the query language that the field belongs to; null when both
/// @param values the allowed strings of an enumeration
record Field(String name, Kind kind, boolean required, long min, long max, @Nullable QueryLanguage only,
        List<String> values) {

    /// What kind of value a field holds.
    enum Kind {
        ANY, STRING, BOOLEAN, TRUE, INTEGER, NUMBER, OBJECT, ARRAY, NON_EMPTY_ARRAY, ENUM, TIMESTAMP,
        /// A path or null.
        PATH,
        /// A path that names one node.
        REFERENCE_PATH,
        /// Where a result goes, or null.
        RESULT_PATH,
        /// A path or an intrinsic call.
        PATH_OR_CALL, TEMPLATE, ASSIGN
    }

    static Field of(String name, Kind kind) {
        return new Field(name, kind, false, 0, 0, null, List.of());
    }

    static Field number(String name, Kind kind, long min, long max) {
        return new Field(name, kind, false, min, max, null, List.of());
    }

    static Field oneOf(String name, String... values) {
        return new Field(name, Kind.ENUM, false, 0, 0, null, List.of(values));
    }

    Field needed() {
        return new Field(name, kind, true, min, max, only, values);
    }

    Field only(QueryLanguage language) {
        return new Field(name, kind, required, min, max, language, values);
    }
}
