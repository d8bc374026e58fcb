// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The items of a JSONata Map without `Items`: its input, which must be an array.
record InputArray() implements Expression {

    @Override
    public JsonNode evaluate(Scope scope) {
        if (!scope.input().isArray()) {
            throw new EvaluationException(EvaluationException.QUERY,
                    "Map state input must be an array but was: " + Json.write(scope.input()));
        }
        return scope.input();
    }

    @Override
    public String text() {
        return "{% $states.input %}";
    }

    @Override
    public Set<String> variables() {
        return Set.of();
    }
}
