// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.Condition;
import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Scope;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One comparison of a Choice rule: a variable, an operator and what it is compared with.
///
/// @param operand a literal, or a path for the operators that end in `Path`
public record Comparison(JsonPath variable, Operator operator, Expression operand) implements Condition {

    @Override
    public boolean test(Scope scope) {
        var presence = operator instanceof Operator.Is(var _, var kind) && kind == Operator.Kind.PRESENT;
        return switch (variable.find(scope)) {
            case Lookup.Found(var value) -> operator.holds(value, operand(scope));
            case Lookup.Missed _ when presence -> !operand.evaluate(scope).booleanValue();
            case Lookup.Missed _ -> throw invalid(variable.text());
        };
    }

    @Override
    public String summary() {
        var expected = operand.text();
        return switch (operator) {
            case Operator.Compare(var _, var _, var sign, var _) -> variable.text() + " " + sign + " " + expected;
            case Operator.Matches _ -> variable.text() + " matches " + expected;
            case Operator.Is(var _, var kind) -> variable.text() + ("true".equals(expected) ? " is " : " is not ")
                    + kind.name().toLowerCase(Locale.ROOT);
        };
    }

    private JsonNode operand(Scope scope) {
        if (!(operand instanceof JsonPath path)) {
            return operand.evaluate(scope);
        }
        return switch (path.find(scope)) {
            case Lookup.Found(var value) -> value;
            case Lookup.Missed _ -> throw invalid(path.text());
        };
    }

    private static EvaluationException invalid(String path) {
        return new EvaluationException("States.Runtime",
                "Invalid path '" + path + "': The choice state's condition path references an invalid value.");
    }

    @Override
    public Set<String> variables() {
        var names = new HashSet<>(variable.variables());
        names.addAll(operand.variables());
        return names;
    }
}
