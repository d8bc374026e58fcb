// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.MalformedException;
import io.fermata.language.Scope;
import io.fermata.language.VariableName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where a path starts: `$`, `$$` or `$name`.
sealed interface PathRoot {

    /// The value at the start; null when a variable has no value.
    @Nullable
    JsonNode value(Scope scope);

    /// The number of characters in front of the first step.
    int length();

    /// The state's input.
    record Input() implements PathRoot {

        @Override
        public JsonNode value(Scope scope) {
            return scope.input();
        }

        @Override
        public int length() {
            return 1;
        }
    }

    /// The context object.
    record Context() implements PathRoot {

        @Override
        public JsonNode value(Scope scope) {
            return scope.context();
        }

        @Override
        public int length() {
            return 2;
        }
    }

    /// A variable.
    record Variable(String name) implements PathRoot {

        @Override
        public @Nullable JsonNode value(Scope scope) {
            return scope.variables().get(name);
        }

        @Override
        public int length() {
            return 1 + name.length();
        }
    }

    /// The root of a path.
    ///
    /// @throws MalformedException when the text does not start with `$`
    static PathRoot of(String path) {
        if (!path.startsWith("$")) {
            throw new MalformedException("path must start with '$'");
        }
        if (path.startsWith("$$")) {
            return new Context();
        }
        var end = VariableName.end(path, 1);
        return end == 1 ? new Input() : new Variable(path.substring(1, end));
    }
}
