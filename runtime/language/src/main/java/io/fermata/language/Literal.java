// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import tools.jackson.databind.JsonNode;

/// A value that stands in the definition as it is.
record Literal(JsonNode value) implements Expression {

    @Override
    public JsonNode evaluate(Scope scope) {
        return value;
    }

    @Override
    public String text() {
        return Json.write(value);
    }
}
