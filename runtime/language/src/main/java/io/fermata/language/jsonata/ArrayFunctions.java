// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The functions on arrays that call no other function, `$sort` excepted.
final class ArrayFunctions {

    static final List<Builtin> TABLE = List.of(
            Builtin.total("count", "<a:n>", call -> Numeric.node(call.has(0) ? call.array(0).size() : 0)),
            Builtin.total("append", "<xx:a>", ArrayFunctions::append),
            Builtin.of("reverse", "<a:a>", ArrayFunctions::reverse),
            Builtin.of("shuffle", "<a:a>", ArrayFunctions::shuffle),
            Builtin.of("distinct", "<x:x>", ArrayFunctions::distinct),
            Builtin.of("sort", "<af?:a>", ArrayFunctions::sort),
            Builtin.total("zip", "<a+>", ArrayFunctions::zip));

    private ArrayFunctions() {}

    private static JsonNode append(Arguments call) {
        return Values.append(call.at(0), call.at(1), call.fuel());
    }

    /// The items of an array, in a list of their own.
    private static List<JsonNode> copied(Arguments call) {
        var items = new Items(call.fuel());
        items.addAll(call.array(0));
        return items.list();
    }

    private static ArrayNode array(List<JsonNode> items) {
        return new ArrayNode(JsonNodeFactory.instance, items);
    }

    private static JsonNode reverse(Arguments call) {
        return call.array(0).size() < 2 ? call.at(0) : array(new ArrayList<>(copied(call).reversed()));
    }

    private static JsonNode shuffle(Arguments call) {
        if (call.array(0).size() < 2) {
            return call.at(0);
        }
        var items = copied(call);
        var random = call.evaluator().surroundings().random();
        for (var i = items.size() - 1; i > 0; i--) {
            var other = random.nextInt(i + 1);
            items.set(i, items.set(other, items.get(i)));
        }
        return array(items);
    }

    private static JsonNode distinct(Arguments call) {
        if (!(call.at(0) instanceof ArrayNode array) || array.size() < 2) {
            return call.at(0);
        }
        var fuel = call.fuel();
        var found = new Items(fuel);
        var known = new HashMap<Integer, List<JsonNode>>();
        for (var i = 0; i < array.size(); i++) {
            var item = array.get(i);
            fuel.bytes(64);
            var alike = known.computeIfAbsent(Values.hash(item, fuel), _ -> new ArrayList<>(1));
            var isNew = true;
            for (var other : alike) {
                fuel.step();
                isNew &= !Values.equal(item, other, fuel);
            }
            if (isNew) {
                alike.add(item);
                found.add(item);
            }
        }
        return array instanceof Sequence ? found.sequence() : found.array();
    }

    private static JsonNode sort(Arguments call) {
        var array = call.array(0);
        if (array.size() < 2) {
            return call.at(0) instanceof Sequence ? array(copied(call)) : call.at(0);
        }
        var items = copied(call);
        if (call.has(1)) {
            var after = call.function(1);
            return array(Sorting.sort(items,
                    (left, right) -> Values.isTrue(call.call(after, left, right), call.fuel()), call.fuel()));
        }
        if (items.stream().allMatch(JsonNode::isNumber)) {
            return array(Sorting.sort(items, (left, right) -> Numeric.compare(left, right) > 0, call.fuel()));
        }
        if (items.stream().allMatch(JsonNode::isString)) {
            return array(Sorting.sort(items,
                    (left, right) -> Values.compareText(left.stringValue(), right.stringValue(), call.fuel()) > 0,
                    call.fuel()));
        }
        throw Fault.D3070.with();
    }

    /// The first items of all arrays, then the second ones, as long as all have one.
    private static JsonNode zip(Arguments call) {
        if (Arrays.stream(call.values()).anyMatch(JsonNode::isMissingNode)) {
            return array(new ArrayList<>());
        }
        var shortest = IntStream.range(0, call.count()).map(i -> call.array(i).size()).min().orElse(0);
        var zipped = new Items(call.fuel());
        for (var i = 0; i < shortest; i++) {
            var tuple = new Items(call.fuel());
            for (var k = 0; k < call.count(); k++) {
                tuple.add(call.array(k).get(i));
            }
            zipped.add(tuple.array());
        }
        return zipped.array();
    }
}
