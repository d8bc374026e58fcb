// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The variables of a block or of a call, inside those of the text around it. Belongs to one evaluation.
final class Frame {

    private final @Nullable Frame outer;
    private final Map<String, ? extends JsonNode> given;
    private @Nullable Binding newest;

    private Frame(@Nullable Frame outer, Map<String, ? extends JsonNode> given, @Nullable Binding newest) {
        this.outer = outer;
        this.given = given;
        this.newest = newest;
    }

    /// The functions of the library, and inside it the variables of the caller.
    static Frame root(Map<String, ? extends JsonNode> functions, Map<String, JsonNode> variables) {
        return new Frame(new Frame(null, functions, null), variables, null);
    }

    Frame inner() {
        return new Frame(this, Map.of(), null);
    }

    /// A frame that begins with the names of a tuple.
    Frame inner(@Nullable Binding bindings) {
        return new Frame(this, Map.of(), bindings);
    }

    void bind(String name, JsonNode value) {
        newest = new Binding(name, value, newest);
    }

    JsonNode lookup(String name) {
        for (var frame = this; frame != null; frame = frame.outer) {
            var bound = Binding.find(frame.newest, name);
            if (bound == null && !frame.given.isEmpty()) {
                bound = frame.given.get(name);
            }
            if (bound != null) {
                return bound;
            }
        }
        return Values.NOTHING;
    }
}
