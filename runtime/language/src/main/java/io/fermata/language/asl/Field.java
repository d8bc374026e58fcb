// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.QueryLanguage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of the field table: what a field may hold.
///
/// @param min least value of a number
/// @param max greatest value of a number
/// @param only the query language that the field belongs to; null when both
/// @param values the allowed strings of an enumeration
/// @param sees what JSONata expressions in the field can read; null when it takes none
record Field(String name, Kind kind, boolean required, long min, long max, @Nullable QueryLanguage only,
        List<String> values, @Nullable Sees sees) {

    /// What kind of value a field holds.
    enum Kind {
        ANY,
        STRING,
        BOOLEAN,
        TRUE,
        INTEGER,
        NUMBER,
        OBJECT,
        ARRAY,
        NON_EMPTY_ARRAY,
        ENUM,
        TIMESTAMP,
        /// A path or null.
        PATH,
        /// A path that names one node.
        REFERENCE_PATH,
        /// Where a result goes, or null.
        RESULT_PATH,
        /// A path or an intrinsic call.
        PATH_OR_CALL,
        /// An object with expressions inside, in either query language.
        TEMPLATE,
        /// Variable names with their values.
        ASSIGN,
        /// Any JSON with JSONata expressions inside.
        QUERY
    }

    /// The members of `$states` beside `input` and `context` that a JSONata expression can read (asl.md section 3).
    enum Sees {

        NOTHING_MORE(List.of("input", "context")),
        RESULT(List.of("input", "context", "result")),
        ERROR_OUTPUT(
                List.of("input", "context", "errorOutput"));

        private final List<String> members;

        Sees(List<String> members) {
            this.members = members;
        }

        boolean has(String member) {
            return members.contains(member);
        }
    }

    static Field of(String name, Kind kind) {
        return new Field(name, kind, false, 0, 0, null, List.of(), null);
    }

    static Field number(String name, Kind kind, long min, long max) {
        return new Field(name, kind, false, min, max, null, List.of(), null);
    }

    static Field oneOf(String name, String... values) {
        return new Field(name, Kind.ENUM, false, 0, 0, null, List.of(values), null);
    }

    Field needed() {
        return new Field(name, kind, true, min, max, only, values, sees);
    }

    Field only(QueryLanguage language) {
        return new Field(name, kind, required, min, max, language, values, sees);
    }

    /// The field takes JSONata expressions, which read the state's input and the context.
    Field query() {
        return query(Sees.NOTHING_MORE);
    }

    Field query(Sees sees) {
        return new Field(name, kind, required, min, max, only, values, sees);
    }
}
