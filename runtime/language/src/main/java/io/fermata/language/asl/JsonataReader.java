// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Condition;
import io.fermata.language.Expression;
import io.fermata.language.InputOutput;
import io.fermata.language.ReferencePath;
import io.fermata.language.Timestamps;
import io.fermata.language.WaitUntil;
import io.fermata.language.jsonpath.NodePath;
import io.fermata.language.jsonpath.Waits;
import io.fermata.language.text.Source;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a JSONata state.
///
/// @param state the state, from which failures name their fields
record JsonataReader(Source state) implements ExpressionReader {

    @Override
    public InputOutput io(Fields holder, boolean hasArguments) {
        return new InputOutput.Queries(hasArguments ? arguments(holder) : null, output(holder), assign(holder));
    }

    @Override
    public @Nullable Expression arguments(Fields holder) {
        return template(holder, "Arguments");
    }

    @Override
    public @Nullable Expression template(Fields holder, String name) {
        return holder.has(name) ? JsonataTemplate.compile(holder.member(name), state) : null;
    }

    @Override
    public @Nullable Expression seconds(Fields holder, String name) {
        return value(holder, name, QueryValue.Kind.COUNT);
    }

    @Override
    public @Nullable Expression count(Fields holder, String name) {
        return value(holder, name, QueryValue.Kind.COUNT);
    }

    @Override
    public @Nullable Expression percentage(Fields holder, String name) {
        return value(holder, name, QueryValue.Kind.NUMBER);
    }

    @Override
    public @Nullable Expression text(Fields holder, String name) {
        return value(holder, name, QueryValue.Kind.STRING);
    }

    @Override
    public WaitUntil until(Fields holder) {
        if (holder.has("Timestamp")) {
            var literal = Timestamps.parse(holder.text("Timestamp"));
            return literal == null
                    ? new JsonataWaits.Timestamp(Objects.requireNonNull(text(holder, "Timestamp")))
                    : new Waits.Timestamp(literal);
        }
        return new JsonataWaits.Seconds(Objects.requireNonNull(seconds(holder, "Seconds")));
    }

    @Override
    public Condition condition(Fields rule) {
        return new JsonataCondition(Objects.requireNonNull(value(rule, "Condition", QueryValue.Kind.BOOLEAN)));
    }

    @Override
    public @Nullable Expression output(Fields holder) {
        return template(holder, "Output");
    }

    @Override
    public Map<String, Expression> assign(Fields holder) {
        return holder.has("Assign") ? JsonataTemplate.members(holder.member("Assign"), state) : Map.of();
    }

    @Override
    public ReferencePath resultPath(Fields catcher) {
        return NodePath.ROOT;
    }

    @Override
    public Expression items(Fields holder) {
        return Objects.requireNonNullElseGet(value(holder, "Items", QueryValue.Kind.ARRAY), InputArray::new);
    }

    /// A literal, or an expression whose value must be of a kind; null when absent.
    private @Nullable Expression value(Fields holder, String name, QueryValue.Kind kind) {
        var expression = template(holder, name);
        return expression instanceof JsonataText query ? new QueryValue(query, kind) : expression;
    }
}
