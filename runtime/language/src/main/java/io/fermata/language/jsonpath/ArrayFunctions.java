// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.Numbers;
import java.util.LinkedHashSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The functions on arrays.
final class ArrayFunctions {

    private static final int MAX_RANGE = 1_000;

    private ArrayFunctions() {}

    static JsonNode array(Arguments arguments) {
        var array = JsonNodeFactory.instance.arrayNode(arguments.count());
        arguments.values().forEach(array::add);
        return array;
    }

    static JsonNode partition(Arguments arguments) {
        var array = arguments.array(0);
        var size = arguments.whole(1);
        if (size < 1) {
            throw new FunctionFailure("The chunk size must be a positive integer");
        }
        var chunks = JsonNodeFactory.instance.arrayNode();
        var chunk = JsonNodeFactory.instance.arrayNode();
        for (var item : array) {
            if (chunk.isEmpty()) {
                chunks.add(chunk);
            }
            chunk.add(item);
            if (chunk.size() == size) {
                chunk = JsonNodeFactory.instance.arrayNode();
            }
        }
        return chunks;
    }

    static JsonNode contains(Arguments arguments) {
        for (var item : arguments.array(0)) {
            if (item.equals(arguments.value(1))) {
                return BooleanNode.TRUE;
            }
        }
        return BooleanNode.FALSE;
    }

    static JsonNode range(Arguments arguments) {
        var first = arguments.whole(0);
        var last = arguments.whole(1);
        var step = arguments.whole(2);
        if (step == 0) {
            throw new FunctionFailure("The step must not be 0");
        }
        var range = JsonNodeFactory.instance.arrayNode();
        for (var value = first; step > 0 ? value <= last : value >= last; value += step) {
            if (range.size() == MAX_RANGE) {
                throw new FunctionFailure("The range must not have more than " + MAX_RANGE + " elements");
            }
            range.add(Numbers.node(value));
            if (step > 0 ? value > Long.MAX_VALUE - step : value < Long.MIN_VALUE - step) {
                break;
            }
        }
        return range;
    }

    static JsonNode item(Arguments arguments) {
        var array = arguments.array(0);
        var index = arguments.whole(1);
        if (index < 0 || index >= array.size()) {
            throw new FunctionFailure(
                    "The index " + index + " is outside of the array of " + array.size() + " elements");
        }
        return array.get((int) index);
    }

    static JsonNode length(Arguments arguments) {
        return Numbers.node(arguments.array(0).size());
    }

    static JsonNode unique(Arguments arguments) {
        var items = new LinkedHashSet<JsonNode>();
        arguments.array(0).forEach(items::add);
        var unique = JsonNodeFactory.instance.arrayNode(items.size());
        items.forEach(unique::add);
        return unique;
    }
}
