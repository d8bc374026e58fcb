// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Catcher;
import io.fermata.language.ChoiceRule;
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

    /// What the state's work is given: InputPath, then Parameters; or Arguments.
    static JsonNode effectiveInput(InputOutput io, Scope scope) {
        var selected = selectedInput(io, scope);
        var arguments = io.arguments();
        return arguments == null ? selected : arguments.evaluate(scope.withInput(selected));
    }

    /// InputPath alone; a JSONata state has none.
    static JsonNode selectedInput(InputOutput io, Scope scope) {
        return switch (io) {
            case InputOutput.Paths paths -> paths.inputPath().evaluate(scope);
            case InputOutput.Queries _ -> scope.input();
        };
    }

    /// What a state with a result puts out and assigns: ResultSelector, ResultPath and OutputPath, or Output.
    ///
    /// @param scope with the raw input as `$`
    static Leaving leaving(InputOutput io, Scope scope, JsonNode result, String stateName) {
        return switch (io) {
            case InputOutput.Paths paths -> new Leaving(output(paths, scope, result, stateName),
                    assign(io.assign(), scope.withInput(result), stateName));
            case InputOutput.Queries queries -> queried(queries, scope.withResult(result), result, stateName);
        };
    }

    /// The same of a state without a result, which puts its selected input out.
    static Leaving leavingWithoutResult(InputOutput io, Scope scope, String stateName) {
        return switch (io) {
            case InputOutput.Paths paths -> {
                var selected = paths.inputPath().evaluate(scope);
                var at = scope.withInput(selected);
                yield new Leaving(PayloadSize.check(paths.outputPath().evaluate(at), at, stateName),
                        assign(io.assign(), at, stateName));
            }
            case InputOutput.Queries queries -> queried(queries, scope, scope.input(), stateName);
        };
    }

    /// The same of a Choice that a rule ends: the rule's Assign and Output stand for those of the state.
    static Leaving leavingBy(ChoiceRule rule, InputOutput io, Scope scope, String stateName) {
        return switch (io) {
            case InputOutput.Paths paths -> {
                var at = scope.withInput(paths.inputPath().evaluate(scope));
                yield new Leaving(PayloadSize.check(paths.outputPath().evaluate(at), at, stateName),
                        assign(rule.assign(), at, stateName));
            }
            case InputOutput.Queries _ -> new Leaving(queried(rule.output(), scope, scope.input(), stateName),
                    assign(rule.assign(), scope, stateName));
        };
    }

    /// The same of a state whose error a catcher takes. In JSONPath its Assign reads the error output as `$`.
    static Leaving caught(Catcher catcher, InputOutput io, Scope scope, JsonNode errorOutput, String stateName) {
        var path = catcher.resultPath();
        var at = scope.withErrorOutput(errorOutput);
        var output = catcher.output() == null
                ? PayloadSize.check(path == null ? scope.input() : path.put(scope.input(), errorOutput), at,
                        stateName)
                : queried(catcher.output(), at, errorOutput, stateName);
        var assigning = switch (io) {
            case InputOutput.Paths _ -> at.withInput(errorOutput);
            case InputOutput.Queries _ -> at;
        };
        return new Leaving(output, assign(catcher.assign(), assigning, stateName));
    }

    /// What a state leaves with.
    ///
    /// @param assigned the variables it assigns, in the definition's order
    record Leaving(JsonNode output, Map<String, JsonNode> assigned) {}

    private static JsonNode output(InputOutput.Paths io, Scope scope, JsonNode result, String stateName) {
        var selector = io.resultSelector();
        var selected = selector == null ? result : selector.evaluate(scope.withInput(result));
        var path = io.resultPath();
        var merged = path == null ? scope.input() : path.put(scope.input(), selected);
        return PayloadSize.check(io.outputPath().evaluate(scope.withInput(merged)), scope, stateName);
    }

    /// Assign and Output read the same values: neither sees what the other makes.
    private static Leaving queried(InputOutput.Queries io, Scope scope, JsonNode otherwise, String stateName) {
        var assigned = assign(io.assign(), scope, stateName);
        return new Leaving(queried(io.output(), scope, otherwise, stateName), assigned);
    }

    private static JsonNode queried(@Nullable Expression output, Scope scope, JsonNode otherwise, String stateName) {
        return PayloadSize.check(output == null ? otherwise : output.evaluate(scope), scope, stateName);
    }

    /// One `Assign` may not make more than a payload may hold (asl.md section 4).
    private static Map<String, JsonNode> assign(Map<String, Expression> assign, Scope scope, String stateName) {
        if (assign.isEmpty()) {
            return Map.of();
        }
        var values = new LinkedHashMap<String, JsonNode>();
        var all = JsonNodeFactory.instance.objectNode();
        assign.forEach((name, expression) -> {
            var value = PayloadSize.check(expression.evaluate(scope), scope, stateName);
            values.put(name, value);
            all.set(name, value);
        });
        PayloadSize.check(all, scope, stateName);
        return values;
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
