// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.Numbers;
import io.fermata.language.Scope;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A JSONata expression whose value must be of one kind.
record QueryValue(JsonataText query, Kind kind) implements Expression {

    /// The kinds that fields ask for.
    enum Kind {

        STRING("string"),
        BOOLEAN("boolean"),
        ARRAY("array"),
        NUMBER("number"),
        /// A number without fraction, 0 or more.
        COUNT("number");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        private boolean holds(JsonNode value) {
            return switch (this) {
                case STRING -> value.isString();
                case BOOLEAN -> value.isBoolean();
                case ARRAY -> value.isArray();
                case NUMBER, COUNT -> value.isNumber();
            };
        }
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        var value = query.evaluate(scope);
        if (!kind.holds(value)) {
            throw query.unexpected(kind.text, value);
        }
        return kind == Kind.COUNT ? whole(value) : value;
    }

    private JsonNode whole(JsonNode value) {
        var number = Numbers.whole(value);
        if (number == null || number < 0) {
            throw query.failed(" must return a whole number of 0 or more, but returned: " + Json.write(value));
        }
        return Numbers.node(number);
    }

    @Override
    public String text() {
        return query.text();
    }

    @Override
    public Set<String> variables() {
        return query.variables();
    }
}
