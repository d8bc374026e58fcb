// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Condition;
import io.fermata.language.Expression;
import io.fermata.language.InputOutput;
import io.fermata.language.Literal;
import io.fermata.language.ReferencePath;
import io.fermata.language.Timestamps;
import io.fermata.language.WaitUntil;
import io.fermata.language.jsonpath.Comparison;
import io.fermata.language.jsonpath.Conditions;
import io.fermata.language.jsonpath.FieldPath;
import io.fermata.language.jsonpath.Intrinsic;
import io.fermata.language.jsonpath.ItemsPath;
import io.fermata.language.jsonpath.JsonPath;
import io.fermata.language.jsonpath.NumberPath;
import io.fermata.language.jsonpath.Operator;
import io.fermata.language.jsonpath.PayloadTemplate;
import io.fermata.language.jsonpath.TextField;
import io.fermata.language.jsonpath.Waits;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a JSONPath state.
record JsonPathReader() implements ExpressionReader {

    @Override
    public InputOutput io(Fields state, boolean hasArguments) {
        return new InputOutput.Paths(state.pathOrRoot("InputPath"), hasArguments ? arguments(state) : null,
                template(state, "ResultSelector"), state.resultPath(), state.pathOrRoot("OutputPath"), assign(state));
    }

    @Override
    public @Nullable Expression arguments(Fields holder) {
        return template(holder, "Parameters");
    }

    @Override
    public @Nullable Expression template(Fields holder, String name) {
        var value = holder.valueOrNull(name);
        return value == null ? null : PayloadTemplate.compile(value);
    }

    @Override
    public @Nullable Expression seconds(Fields holder, String name) {
        return holder.has(name + "Path") ? holder.path(name + "Path") : holder.literalOrNull(name);
    }

    @Override
    public @Nullable Expression count(Fields holder, String name) {
        var path = name + "Path";
        return holder.has(path) ? new NumberPath(path, holder.path(path), true) : holder.literalOrNull(name);
    }

    @Override
    public @Nullable Expression percentage(Fields holder, String name) {
        var path = name + "Path";
        return holder.has(path) ? new NumberPath(path, holder.path(path), false) : holder.literalOrNull(name);
    }

    @Override
    public @Nullable Expression text(Fields holder, String name) {
        var path = name + "Path";
        if (!holder.has(path)) {
            return holder.literalOrNull(name);
        }
        var value = holder.text(path);
        var expression = value.startsWith("$")
                ? new FieldPath(path, JsonPath.parse(value), false)
                : Intrinsic.parse(value);
        return new TextField(path, expression);
    }

    @Override
    public WaitUntil until(Fields state) {
        if (state.has("SecondsPath")) {
            return new Waits.SecondsPath(state.path("SecondsPath"));
        }
        if (state.has("TimestampPath")) {
            return new Waits.TimestampPath(state.path("TimestampPath"));
        }
        if (state.has("Timestamp")) {
            return new Waits.Timestamp(Objects.requireNonNull(Timestamps.parse(state.text("Timestamp"))));
        }
        return new Waits.Seconds(state.whole("Seconds", 0));
    }

    @Override
    public Condition condition(Fields rule) {
        if (rule.has("And")) {
            return new Conditions.And(conditions(rule, "And"));
        }
        if (rule.has("Or")) {
            return new Conditions.Or(conditions(rule, "Or"));
        }
        if (rule.has("Not")) {
            return new Conditions.Not(condition(Fields.of(rule.member("Not"))));
        }
        return comparison(rule);
    }

    private List<Condition> conditions(Fields rule, String list) {
        return rule.list(list).stream().map(this::condition).toList();
    }

    private static Condition comparison(Fields rule) {
        var field = rule.source().members().keySet().stream().filter(name -> Operator.of(name) != null).findFirst()
                .orElseThrow();
        var operator = Objects.requireNonNull(Operator.of(field));
        var operand = field.equals(operator.field()) ? new Literal(rule.member(field).value()) : rule.path(field);
        return new Comparison(rule.path("Variable"), operator, operand);
    }

    @Override
    public @Nullable Expression output(Fields holder) {
        return null;
    }

    @Override
    public Map<String, Expression> assign(Fields holder) {
        var value = holder.valueOrNull("Assign");
        return value == null ? Map.of() : PayloadTemplate.members(value);
    }

    @Override
    public @Nullable ReferencePath resultPath(Fields catcher) {
        return catcher.resultPath();
    }

    @Override
    public Expression items(Fields state) {
        return new ItemsPath(state.has("ItemsPath") ? state.path("ItemsPath") : JsonPath.ROOT);
    }
}
