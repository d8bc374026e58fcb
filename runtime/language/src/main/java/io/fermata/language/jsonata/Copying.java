// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Copies values in order to change them, and knows its copies: whatever else a pattern finds belongs to the input or to a
/// variable, and stays as it is.
final class Copying {

    private final Fuel fuel;
    private final Set<ObjectNode> copies = Collections.newSetFromMap(new IdentityHashMap<>());

    Copying(Fuel fuel) {
        this.fuel = fuel;
    }

    boolean owns(ObjectNode object) {
        return copies.contains(object);
    }

    JsonNode copy(JsonNode value) {
        fuel.step();
        fuel.bytes(8);
        return switch (value) {
            case ArrayNode array -> array(array);
            case ObjectNode object -> object(object);
            default -> value;
        };
    }

    private JsonNode array(ArrayNode array) {
        fuel.enter();
        var items = new Items(fuel);
        for (var i = 0; i < array.size(); i++) {
            items.add(copy(array.get(i)));
        }
        fuel.leave();
        return items.array();
    }

    private JsonNode object(ObjectNode object) {
        fuel.enter();
        var copy = Values.object();
        fuel.bytes(220);
        for (var entry : object.properties()) {
            fuel.bytes(64);
            copy.set(entry.getKey(), copy(entry.getValue()));
        }
        copies.add(copy);
        fuel.leave();
        return copy;
    }
}
