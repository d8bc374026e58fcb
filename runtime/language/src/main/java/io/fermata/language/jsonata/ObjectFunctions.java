// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The functions on objects that call no other function. Most take an array of objects as well.
final class ObjectFunctions {

    static final List<Builtin> TABLE = List.of(
            Builtin.of("keys", "<x-:a<s>>", ObjectFunctions::keys),
            Builtin.of("lookup", "<x-s:x>", call -> call.has(1)
                    ? Values.member(call.at(0), call.text(1), call.fuel())
                    : Values.NOTHING),
            Builtin.of("spread", "<x-:a<o>>", ObjectFunctions::spread),
            Builtin.of("merge", "<a<o>:o>", ObjectFunctions::merge));

    private ObjectFunctions() {}

    private static JsonNode keys(Arguments call) {
        var names = new LinkedHashSet<String>();
        collect(call.at(0), names, call.fuel());
        var keys = new Items(call.fuel());
        names.forEach(name -> keys.add(Values.text(name)));
        return keys.sequence();
    }

    private static void collect(JsonNode value, Set<String> names, Fuel fuel) {
        fuel.step();
        if (value instanceof ArrayNode array) {
            fuel.enter();
            for (var i = 0; i < array.size(); i++) {
                collect(array.get(i), names, fuel);
            }
            fuel.leave();
        } else if (value instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                fuel.step();
                if (names.add(entry.getKey())) {
                    fuel.bytes(64);
                }
            });
        }
    }

    /// One object for each member.
    private static JsonNode spread(Arguments call) {
        if (!(call.at(0) instanceof ArrayNode) && !(call.at(0) instanceof ObjectNode)) {
            return call.at(0);
        }
        var found = new Items(call.fuel());
        spread(call.at(0), found, call.fuel());
        return found.sequence();
    }

    private static void spread(JsonNode value, Items found, Fuel fuel) {
        switch (value) {
            case ArrayNode array -> {
                fuel.enter();
                for (var i = 0; i < array.size(); i++) {
                    spread(array.get(i), found, fuel);
                }
                fuel.leave();
            }
            case ObjectNode object -> object.properties().forEach(entry -> {
                fuel.bytes(250);
                var single = Values.object();
                single.set(entry.getKey(), entry.getValue());
                found.add(single);
            });
            default -> found.add(value);
        }
    }

    private static JsonNode merge(Arguments call) {
        var merged = Values.object();
        var objects = call.array(0);
        for (var i = 0; i < objects.size(); i++) {
            call.fuel().step();
            for (var entry : objects.get(i).properties()) {
                call.fuel().step();
                call.fuel().bytes(72);
                merged.set(entry.getKey(), entry.getValue());
            }
        }
        return merged;
    }
}
