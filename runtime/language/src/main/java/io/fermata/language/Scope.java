// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// What an expression can see.
///
/// @param input the value of `$`
/// @param variables the values of `$name`, inner scopes already laid over outer ones
/// @param context the context object, the value of `$$`
/// @param random the only source of chance, for `States.UUID` and `States.MathRandom`
public record Scope(JsonNode input, Map<String, JsonNode> variables, JsonNode context, RandomGenerator random) {

    /// The same scope with another `$`.
    public Scope withInput(JsonNode other) {
        return new Scope(other, variables, context, random);
    }

    /// The same scope with another context object.
    public Scope withContext(JsonNode other) {
        return new Scope(input, variables, other, random);
    }
}
