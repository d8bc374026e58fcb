// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.QueryLanguage;
import io.fermata.language.StateType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One field of the language for a person: what completion offers and what the reference lists.
///
/// @param holds what the field takes, in words, for instance `a whole number`
/// @param only the query language that the field belongs to; null when both
/// @param least the least number; null when the field takes none or has no bound
/// @param greatest the greatest number; null when the field takes none or has no bound
/// @param values the texts that the field takes; empty when they are not limited
public record FieldEntry(String name, String holds, boolean required, @Nullable QueryLanguage only,
        @Nullable Long least, @Nullable Long greatest, List<String> values) {

    public FieldEntry {
        values = List.copyOf(values);
    }

    /// The fields of a type of state, those that all types have first.
    public static List<FieldEntry> of(StateType type) {
        return FieldTable.of(type).values().stream().map(FieldEntry::of).toList();
    }

    static FieldEntry of(Field field) {
        var number = switch (field.kind()) {
            case INTEGER, NUMBER -> true;
            case ANY, STRING, BOOLEAN, TRUE, OBJECT, ARRAY, NON_EMPTY_ARRAY, ENUM, TIMESTAMP, PATH, REFERENCE_PATH,
                    RESULT_PATH, PATH_OR_CALL, TEMPLATE, ASSIGN, QUERY ->
                false;
        };
        return new FieldEntry(field.name(), words(field), field.required(), field.only(),
                number && field.min() != Long.MIN_VALUE ? field.min() : null,
                number && field.max() != Long.MAX_VALUE ? field.max() : null, field.values());
    }

    private static String words(Field field) {
        boolean expression = field.sees() != null && switch (field.kind()) {
            case STRING, INTEGER, NUMBER, TIMESTAMP -> true;
            case ANY, BOOLEAN, TRUE, OBJECT, ARRAY, NON_EMPTY_ARRAY, ENUM, PATH, REFERENCE_PATH, RESULT_PATH,
                    PATH_OR_CALL, TEMPLATE, ASSIGN, QUERY ->
                false;
        };
        return words(field.kind()) + (expression ? " or a JSONata expression" : "");
    }

    private static String words(Field.Kind kind) {
        return switch (kind) {
            case ANY -> "any JSON";
            case STRING -> "text";
            case BOOLEAN -> "`true` or `false`";
            case TRUE -> "`true`";
            case INTEGER -> "a whole number";
            case NUMBER -> "a number";
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case NON_EMPTY_ARRAY -> "an array that is not empty";
            case ENUM -> "one of";
            case TIMESTAMP -> "a time such as `2026-01-31T12:00:00Z`";
            case PATH -> "a path, or null";
            case REFERENCE_PATH -> "a path that names one node";
            case RESULT_PATH -> "a path that names one node of the input, or null";
            case PATH_OR_CALL -> "a path or an intrinsic function";
            case TEMPLATE -> "a payload template";
            case ASSIGN -> "an object of variables";
            case QUERY -> "any JSON with expressions inside";
        };
    }
}
