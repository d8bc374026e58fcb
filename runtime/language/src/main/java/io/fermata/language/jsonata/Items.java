// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// An array being built, charged item by item. Dropped once its array is taken.
final class Items {

    private final ArrayList<JsonNode> list;
    private final Fuel fuel;

    Items(Fuel fuel) {
        this.fuel = fuel;
        this.list = new ArrayList<>();
        fuel.bytes(48);
    }

    /// One that will probably get as many items as an array has, which exists already.
    Items(Fuel fuel, ArrayNode like) {
        this.fuel = fuel;
        this.list = new ArrayList<>(Math.min(like.size(), fuel.maxSequence()));
        fuel.bytes(48 + 4L * like.size());
    }

    /// Adds a value; nothing adds nothing.
    void add(JsonNode value) {
        if (!value.isMissingNode()) {
            fuel.step();
            put(value);
        }
    }

    /// Adds a value that is one, in a loop that is charged already.
    void put(JsonNode value) {
        if (list.size() >= fuel.maxSequence()) {
            fuel.sequence(list.size() + 1L);
        }
        fuel.bytes(12);
        list.add(value);
    }

    /// Adds the items of an array, or the value when it is none.
    void addAll(JsonNode value) {
        if (value instanceof ArrayNode array) {
            if ((long) list.size() + array.size() > fuel.maxSequence()) {
                fuel.sequence((long) list.size() + array.size());
            }
            fuel.bytes(12L * array.size());
            fuel.cheap(array.size());
            list.ensureCapacity(list.size() + array.size());
            for (var i = 0; i < array.size(); i++) {
                list.add(array.get(i));
            }
        } else {
            add(value);
        }
    }

    int size() {
        return list.size();
    }

    List<JsonNode> list() {
        return list;
    }

    Sequence sequence() {
        return Sequence.of(list);
    }

    ArrayNode array() {
        return new ArrayNode(JsonNodeFactory.instance, list);
    }
}
