// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The results of a path or of a function that gives several: an array that is nothing when it is empty and its only item
/// when it has one, unless it is kept. Built once, then only read.
final class Sequence extends ArrayNode {

    /// How it behaves when an expression gives it.
    private enum Kind {
        /// Collapses.
        PLAIN,
        /// Stays an array with one item: `[]` stood in the path.
        KEPT,
        /// Holds the whole input, which is an array, as its only item.
        INPUT
    }

    private final Kind kind;

    private Sequence(List<JsonNode> items, Kind kind) {
        super(JsonNodeFactory.instance, items);
        this.kind = kind;
    }

    static Sequence of(List<JsonNode> items) {
        return new Sequence(items, Kind.PLAIN);
    }

    static Sequence of(JsonNode item) {
        var items = new ArrayList<JsonNode>(1);
        if (!item.isMissingNode()) {
            items.add(item);
        }
        return new Sequence(items, Kind.PLAIN);
    }

    static Sequence input(JsonNode array) {
        return new Sequence(new ArrayList<>(List.of(array)), Kind.INPUT);
    }

    /// The whole input when this holds it, else the value itself.
    static JsonNode unwrapped(JsonNode value) {
        return value instanceof Sequence sequence && sequence.kind == Kind.INPUT ? sequence.get(0) : value;
    }

    /// The value as the next expression sees it.
    static JsonNode collapsed(JsonNode value) {
        if (!(value instanceof Sequence sequence)) {
            return value;
        }
        return switch (sequence.size()) {
            case 0 -> Values.NOTHING;
            case 1 -> sequence.kind == Kind.KEPT ? sequence : sequence.get(0);
            default -> sequence;
        };
    }

    /// The same items, staying an array when there is only one.
    Sequence kept() {
        return kind == Kind.KEPT ? this : new Sequence(new ArrayList<>(elements()), Kind.KEPT);
    }
}
