// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Condition;
import io.fermata.language.Expression;
import io.fermata.language.InputOutput;
import io.fermata.language.QueryLanguage;
import io.fermata.language.ReferencePath;
import io.fermata.language.WaitUntil;
import io.fermata.language.text.Source;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the fields of one checked state that differ by query language.
sealed interface ExpressionReader permits JsonPathReader, JsonataReader {

    /// The reader for a state.
    static ExpressionReader of(QueryLanguage language, Source state) {
        return switch (language) {
            case JSONPATH -> new JsonPathReader();
            case JSONATA -> new JsonataReader(state);
        };
    }

    /// The data flow of a state.
    ///
    /// @param hasArguments whether the type of the state has `Parameters` or `Arguments`
    InputOutput io(Fields state, boolean hasArguments);

    /// `Parameters` or `Arguments`; null when absent.
    @Nullable
    Expression arguments(Fields holder);

    /// JSON with expressions inside; null when absent.
    @Nullable
    Expression template(Fields holder, String name);

    /// A number of seconds, or the field of the same name with `Path` behind it; null when absent.
    @Nullable
    Expression seconds(Fields holder, String name);

    /// A whole number of 0 or more, or its `Path` twin; null when absent.
    @Nullable
    Expression count(Fields holder, String name);

    /// A number from 0 to 100, or its `Path` twin; null when absent.
    @Nullable
    Expression percentage(Fields holder, String name);

    /// A text, or its `Path` twin; null when absent.
    @Nullable
    Expression text(Fields holder, String name);

    /// When a Wait state ends.
    WaitUntil until(Fields state);

    /// The condition of a Choice rule.
    Condition condition(Fields rule);

    /// `Output`; null when absent, as always in JSONPath.
    @Nullable
    Expression output(Fields holder);

    /// `Assign`; empty when absent.
    Map<String, Expression> assign(Fields holder);

    /// Where a catcher puts its error output; null discards it.
    @Nullable
    ReferencePath resultPath(Fields catcher);

    /// The items of a Map.
    Expression items(Fields state);
}
