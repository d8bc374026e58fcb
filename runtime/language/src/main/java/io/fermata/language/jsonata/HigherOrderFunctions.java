// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The functions that call another for each item or member. It gets as many of the value, its place or key, and the whole
/// as it has parameters.
final class HigherOrderFunctions {

    static final List<Builtin> TABLE = List.of(
            Builtin.of("map", "<af>", HigherOrderFunctions::map),
            Builtin.of("filter", "<af>", HigherOrderFunctions::filter),
            Builtin.of("single", "<af?>", HigherOrderFunctions::single),
            Builtin.of("reduce", "<afj?:j>", HigherOrderFunctions::reduce),
            Builtin.of("each", "<o-f:a>", HigherOrderFunctions::each),
            Builtin.of("sift", "<o-f?:o>", HigherOrderFunctions::sift));

    private HigherOrderFunctions() {}

    private static JsonNode called(Arguments call, Function function, JsonNode value, JsonNode place,
            JsonNode whole) {
        return switch (function.arity()) {
            case 0, 1 -> call.call(function, value);
            case 2 -> call.call(function, value, place);
            default -> call.call(function, value, place, whole);
        };
    }

    private static boolean holds(Arguments call, Function function, JsonNode value, JsonNode place, JsonNode whole) {
        return Values.isTrue(called(call, function, value, place, whole), call.fuel());
    }

    private static JsonNode map(Arguments call) {
        var array = call.array(0);
        var results = new Items(call.fuel());
        for (var i = 0; i < array.size(); i++) {
            results.add(called(call, call.function(1), array.get(i), Numeric.node(i), array));
        }
        return results.sequence();
    }

    private static JsonNode filter(Arguments call) {
        var array = call.array(0);
        var passed = new Items(call.fuel());
        for (var i = 0; i < array.size(); i++) {
            if (holds(call, call.function(1), array.get(i), Numeric.node(i), array)) {
                passed.add(array.get(i));
            }
        }
        return passed.sequence();
    }

    private static JsonNode single(Arguments call) {
        var array = call.array(0);
        var found = Values.NOTHING;
        for (var i = 0; i < array.size(); i++) {
            call.fuel().step();
            if (!call.has(1) || holds(call, call.function(1), array.get(i), Numeric.node(i), array)) {
                if (!found.isMissingNode()) {
                    throw Fault.D3138.with();
                }
                found = array.get(i);
            }
        }
        if (found.isMissingNode()) {
            throw Fault.D3139.with();
        }
        return found;
    }

    private static JsonNode reduce(Arguments call) {
        var array = call.array(0);
        var function = call.function(1);
        if (function.arity() < 2) {
            throw Fault.D3050.with();
        }
        var first = call.has(2) || array.isEmpty() ? 0 : 1;
        var result = first == 1 ? array.get(0) : call.at(2);
        for (var i = first; i < array.size(); i++) {
            result = switch (function.arity()) {
                case 2 -> call.call(function, result, array.get(i));
                case 3 -> call.call(function, result, array.get(i), Numeric.node(i));
                default -> call.call(function, result, array.get(i), Numeric.node(i), array);
            };
        }
        return result;
    }

    private static JsonNode each(Arguments call) {
        var object = call.object(0);
        var results = new Items(call.fuel());
        for (var entry : object.properties()) {
            results.add(called(call, call.function(1), entry.getValue(), Values.text(entry.getKey()), object));
        }
        return results.sequence();
    }

    private static JsonNode sift(Arguments call) {
        if (!call.has(1)) {
            return Values.NOTHING;
        }
        var object = call.object(0);
        var passed = Values.object();
        for (var entry : object.properties()) {
            if (holds(call, call.function(1), entry.getValue(), Values.text(entry.getKey()), object)) {
                call.fuel().bytes(56);
                passed.set(entry.getKey(), entry.getValue());
            }
        }
        return passed.isEmpty() ? Values.NOTHING : passed;
    }
}
