// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The JSON values of one step, each held once: what leaves one state is what enters the next, and is written once.
/// Sameness is identity, because the engine hands the same node on.
final class ValueTable {

    private final ArrayNode all;
    private final Map<JsonNode, Integer> places = new IdentityHashMap<>();

    ValueTable() {
        this.all = JsonNodeFactory.instance.arrayNode();
    }

    ValueTable(JsonNode read) {
        this.all = (ArrayNode) read;
    }

    /// The place of a value, -1 for none.
    int place(@Nullable JsonNode value) {
        if (value == null) {
            return -1;
        }
        return places.computeIfAbsent(value, fresh -> {
            all.add(fresh);
            return all.size() - 1;
        });
    }

    JsonNode at(int place) {
        return all.get(place);
    }

    ArrayNode all() {
        return all;
    }
}
