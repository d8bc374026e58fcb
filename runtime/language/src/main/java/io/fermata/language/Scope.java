// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import io.fermata.language.jsonata.Surroundings;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What an expression can see.
///
/// @param input the value of `$` in JSONPath; in JSONata `$states.input`, always the state's own input
/// @param result the value of `$states.result`; null where the state has none yet
/// @param errorOutput the value of `$states.errorOutput`; null outside of catchers
/// @param variables the values of `$name`, inner scopes already laid over outer ones
/// @param context the context object: `$$`, or `$states.context`
/// @param surroundings the only source of time and chance, and the bounds of one JSONata expression
public record Scope(JsonNode input, @Nullable JsonNode result, @Nullable JsonNode errorOutput,
        Map<String, JsonNode> variables, JsonNode context, Surroundings surroundings) {

    /// A scope without result and error output.
    public Scope(JsonNode input, Map<String, JsonNode> variables, JsonNode context, Surroundings surroundings) {
        this(input, null, null, variables, context, surroundings);
    }

    /// The same scope with another `$`.
    public Scope withInput(JsonNode other) {
        return new Scope(other, result, errorOutput, variables, context, surroundings);
    }

    /// The same scope with another context object.
    public Scope withContext(JsonNode other) {
        return new Scope(input, result, errorOutput, variables, other, surroundings);
    }

    /// The same scope with the result of the state.
    public Scope withResult(JsonNode value) {
        return new Scope(input, value, errorOutput, variables, context, surroundings);
    }

    /// The same scope with the error that a catcher took.
    public Scope withErrorOutput(JsonNode value) {
        return new Scope(input, result, value, variables, context, surroundings);
    }

    public RandomGenerator random() {
        return surroundings.random();
    }

    /// The variables of a JSONata expression: those of the execution, and `$states`.
    public Map<String, JsonNode> queryVariables() {
        var states = JsonNodeFactory.instance.objectNode();
        states.set("input", input);
        states.set("context", context);
        if (result != null) {
            states.set("result", result);
        }
        if (errorOutput != null) {
            states.set("errorOutput", errorOutput);
        }
        var all = new HashMap<>(variables);
        all.put("states", states);
        return all;
    }
}
