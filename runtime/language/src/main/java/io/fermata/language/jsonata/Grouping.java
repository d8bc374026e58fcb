// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.Group;
import io.fermata.language.jsonata.TupleStream.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes objects: by pairs from one value, or by grouping the items of an array under the keys they give. Part of one
/// evaluation.
final class Grouping {

    private final Evaluator evaluator;
    private final Fuel fuel;

    Grouping(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.fuel = evaluator.fuel();
    }

    /// The items that gave a key, and the pair whose key it was.
    private static final class Members {

        final int pair;
        final List<Tuple> tuples = new ArrayList<>();

        Members(int pair) {
            this.pair = pair;
        }
    }

    /// `{...}` where a value is expected.
    JsonNode object(Group group, JsonNode context, Frame frame) {
        return context instanceof ArrayNode array ? array(group, array, frame) : pairs(group, context, frame);
    }

    /// `{...}` behind a value.
    JsonNode grouped(Group group, JsonNode value, Frame frame) {
        if (value instanceof TupleStream stream) {
            return members(group, stream.tuples(), true, frame);
        }
        return object(group, value, frame);
    }

    private JsonNode array(Group group, ArrayNode items, Frame frame) {
        if (items.size() < 2) {
            return pairs(group, PathWalk.item(items, 0), frame);
        }
        var tuples = new ArrayList<Tuple>();
        fuel.sequence(items.size());
        for (var i = 0; i < items.size(); i++) {
            tuples.add(new Tuple(items.get(i), null));
        }
        return members(group, tuples, false, frame);
    }

    /// The object of one value: each key stands alone.
    private JsonNode pairs(Group group, JsonNode item, Frame frame) {
        var object = Values.object();
        fuel.bytes(260);
        HashSet<String> absent = null;
        for (var pair : group.pairs()) {
            var key = key(evaluator.evaluate(pair.key(), item, frame), group);
            if (key == null) {
                continue;
            }
            if (object.has(key) || absent != null && absent.contains(key)) {
                throw Fault.D1009.at(group.position(), "{", Quoted.of(key));
            }
            var value = evaluator.evaluate(pair.value(), item, frame);
            if (value.isMissingNode()) {
                absent = absent == null ? new HashSet<>() : absent;
                absent.add(key);
            } else {
                put(object, key, value);
            }
        }
        return object;
    }

    private JsonNode members(Group group, List<Tuple> tuples, boolean bound, Frame frame) {
        var members = new LinkedHashMap<String, Members>();
        var pairs = group.pairs();
        for (var tuple : tuples.isEmpty() ? List.of(new Tuple(Values.NOTHING, null)) : tuples) {
            var inner = bound ? frame.inner(tuple.bindings()) : frame;
            for (var i = 0; i < pairs.size(); i++) {
                var key = key(evaluator.evaluate(pairs.get(i).key(), tuple.item(), inner), group);
                if (key == null) {
                    continue;
                }
                fuel.bytes(320);
                var index = i;
                var entry = members.computeIfAbsent(key, _ -> new Members(index));
                if (entry.pair != i) {
                    throw Fault.D1009.at(group.position(), "{", Quoted.of(key));
                }
                entry.tuples.add(tuple);
            }
        }
        var object = Values.object();
        for (var entry : members.entrySet()) {
            var value = bound
                    ? ofTuples(entry.getValue(), group, frame)
                    : evaluator.evaluate(pairs.get(entry.getValue().pair).value(), items(entry.getValue()), frame);
            if (!value.isMissingNode()) {
                put(object, entry.getKey(), value);
            }
        }
        return object;
    }

    private JsonNode items(Members members) {
        if (members.tuples.size() == 1) {
            return members.tuples.getFirst().item();
        }
        var items = new Items(fuel);
        members.tuples.forEach(tuple -> items.addAll(tuple.item()));
        return items.array();
    }

    /// The value of a group of tuples: each name stands for all that it was bound to.
    private JsonNode ofTuples(Members members, Group group, Frame frame) {
        var names = new LinkedHashMap<String, Items>();
        var single = members.tuples.size() == 1;
        Frame inner;
        if (single) {
            inner = frame.inner(members.tuples.getFirst().bindings());
        } else {
            for (var tuple : members.tuples) {
                collect(tuple.bindings(), names);
            }
            inner = frame.inner();
            for (Map.Entry<String, Items> entry : names.entrySet()) {
                var values = entry.getValue();
                inner.bind(entry.getKey(), values.size() == 1 ? values.list().getFirst() : values.array());
            }
        }
        return evaluator.evaluate(group.pairs().get(members.pair).value(), items(members), inner);
    }

    private void collect(@Nullable Binding bindings, Map<String, Items> names) {
        var seen = new HashSet<String>();
        for (var binding = bindings; binding != null; binding = binding.older()) {
            if (seen.add(binding.name())) {
                names.computeIfAbsent(binding.name(), _ -> new Items(fuel)).addAll(binding.value());
            }
        }
    }

    private void put(ObjectNode object, String key, JsonNode value) {
        fuel.step();
        fuel.bytes(72);
        // what stays in an object is made final at once, which spares a copy of the object at the end
        object.set(key, value instanceof DoubleNode number && Double.isFinite(number.doubleValue())
                ? Numeric.finished(number.doubleValue())
                : value);
    }

    private static @Nullable String key(JsonNode key, Group group) {
        if (key.isMissingNode()) {
            return null;
        }
        if (!key.isString()) {
            throw Fault.T1003.at(group.position(), "{", key);
        }
        return key.stringValue();
    }
}
