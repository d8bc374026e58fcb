// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A path or intrinsic call whose value must be a string, as `ErrorPath` and `CausePath`.
public record TextField(String field, Expression expression) implements Expression {

    @Override
    public JsonNode evaluate(Scope scope) {
        var value = expression.evaluate(scope);
        if (!value.isString()) {
            throw new EvaluationException("States.Runtime", "The " + field + " field must refer to a string, but "
                    + expression.text() + " is " + Json.write(value));
        }
        return value;
    }

    @Override
    public String text() {
        return expression.text();
    }

    @Override
    public Set<String> variables() {
        return expression.variables();
    }
}
