// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The items of a path that binds names on its way, each with its bindings. Built once, then only read.
final class TupleStream extends Internal {

    /// One item and the names that were bound on the way to it.
    record Tuple(JsonNode item, @Nullable Binding bindings) {

        Tuple with(String name, JsonNode value) {
            return new Tuple(item, new Binding(name, value, bindings));
        }
    }

    private final List<Tuple> tuples = new ArrayList<>();
    private final Fuel fuel;

    TupleStream(Fuel fuel) {
        this.fuel = fuel;
    }

    void add(Tuple tuple) {
        fuel.step();
        if (tuples.size() >= fuel.maxSequence()) {
            fuel.sequence(tuples.size() + 1L);
        }
        fuel.bytes(64);
        tuples.add(tuple);
    }

    /// The items without their bindings.
    Sequence items() {
        var items = new Items(fuel);
        tuples.forEach(tuple -> items.add(tuple.item()));
        return items.sequence();
    }

    List<Tuple> tuples() {
        return tuples;
    }
}
