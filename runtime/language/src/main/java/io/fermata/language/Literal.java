// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A value that stands in the definition as it is.
public record Literal(JsonNode value) implements Expression {

    @Override
    public JsonNode evaluate(Scope scope) {
        return value;
    }

    @Override
    public String text() {
        return Json.write(value);
    }

    @Override
    public Set<String> variables() {
        return Set.of();
    }
}
