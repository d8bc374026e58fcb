// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Catcher;
import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.InputOutput;
import io.fermata.language.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// How input becomes arguments and a result becomes output (ASL: input and output processing).
final class Dataflow {

    private Dataflow() {}

    /// InputPath, then Parameters.
    static JsonNode effectiveInput(InputOutput io, Scope scope) {
        var selected = io.inputPath().evaluate(scope);
        var arguments = io.arguments();
        return arguments == null ? selected : arguments.evaluate(scope.withInput(selected));
    }

    /// InputPath alone.
    static JsonNode selectedInput(InputOutput io, Scope scope) {
        return io.inputPath().evaluate(scope);
    }

    /// ResultSelector, ResultPath, OutputPath.
    ///
    /// @param scope with the raw input as `$`
    static JsonNode output(InputOutput io, Scope scope, JsonNode result, String stateName) {
        var selector = io.resultSelector();
        var selected = selector == null ? result : selector.evaluate(scope.withInput(result));
        var path = io.resultPath();
        var merged = path == null ? scope.input() : path.put(scope.input(), selected);
        return PayloadSize.check(io.outputPath().evaluate(scope.withInput(merged)), stateName);
    }

    /// OutputPath on what InputPath selected, for states without a result.
    static JsonNode passThrough(InputOutput io, Scope scope, JsonNode selected, String stateName) {
        return PayloadSize.check(io.outputPath().evaluate(scope.withInput(selected)), stateName);
    }

    /// The variables that `Assign` gives, in the definition's order.
    ///
    /// @param dollar the value of `$`
    static Map<String, JsonNode> assign(Map<String, Expression> assign, Scope scope, JsonNode dollar) {
        if (assign.isEmpty()) {
            return Map.of();
        }
        var at = scope.withInput(dollar);
        var values = new LinkedHashMap<String, JsonNode>();
        assign.forEach((name, expression) -> values.put(name, PayloadSize.check(expression.evaluate(at), name)));
        return values;
    }

    /// What a catcher makes of an error.
    static JsonNode caught(Catcher catcher, JsonNode rawInput, JsonNode errorOutput, String stateName) {
        var path = catcher.resultPath();
        return PayloadSize.check(path == null ? rawInput : path.put(rawInput, errorOutput), stateName);
    }

    /// `{"Error": …, "Cause": …}`.
    static JsonNode errorOutput(@Nullable String error, @Nullable String cause) {
        var output = JsonNodeFactory.instance.objectNode();
        output.put("Error", error);
        output.put("Cause", cause);
        return output;
    }

    /// A whole number that a field gives, 0 or more. AWS takes numeric text as well.
    static long wholeNumber(Expression field, Scope scope, String fieldName) {
        var value = field.evaluate(scope);
        try {
            long number = value.isIntegralNumber()
                    ? value.longValue()
                    : value.isString() ? Long.parseLong(value.stringValue()) : -1;
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw notWhole(field, value, fieldName);
        }
        throw notWhole(field, value, fieldName);
    }

    private static EvaluationException notWhole(Expression field, JsonNode value, String fieldName) {
        var shown = value.isString() ? value.stringValue() : value.toString();
        return new EvaluationException("States.Runtime", "The " + fieldName + " field refers to value \"" + shown
                + "\" which is not a valid integer: " + field.text());
    }
}
