// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Scope;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The path of a Map's items, which must give an array.
public record ItemsPath(JsonPath path) implements Expression {

    @Override
    public JsonNode evaluate(Scope scope) {
        var value = path.evaluate(scope);
        if (!value.isArray()) {
            throw new EvaluationException("States.Runtime",
                    "Reference path \"" + shown() + "\" must point to array.");
        }
        return value;
    }

    /// AWS prints a path into the context object with a single `$`.
    private String shown() {
        return path.root() instanceof PathRoot.Context ? path.text().substring(1) : path.text();
    }

    @Override
    public String text() {
        return path.text();
    }

    @Override
    public Set<String> variables() {
        return path.variables();
    }
}
