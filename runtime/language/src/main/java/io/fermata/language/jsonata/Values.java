// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// What values are to JSONata: nothing, truth, kind, equality, members.
final class Values {

    /// JSONata's undefined.
    static final JsonNode NOTHING = MissingNode.getInstance();

    private Values() {}

    static JsonNode text(String text) {
        return StringNode.valueOf(text);
    }

    static JsonNode truth(boolean value) {
        return BooleanNode.valueOf(value);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Whether the value counts as true.
    static boolean isTrue(JsonNode value, Fuel fuel) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.booleanValue();
            case STRING -> !value.stringValue().isEmpty();
            case NUMBER -> isNotZero(Numeric.of(value));
            case OBJECT -> !value.isEmpty();
            case ARRAY -> anyTrue(value, fuel);
            case NULL, MISSING, POJO, BINARY -> false;
        };
    }

    private static boolean isNotZero(double number) {
        return number != 0 && !Double.isNaN(number);
    }

    private static boolean anyTrue(JsonNode array, Fuel fuel) {
        fuel.enter();
        var found = false;
        for (var i = 0; i < array.size() && !found; i++) {
            fuel.step();
            found = isTrue(array.get(i), fuel);
        }
        fuel.leave();
        return found;
    }

    /// The name that `$type` gives.
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "boolean";
            case STRING, BINARY -> "string";
            case NUMBER -> "number";
            case OBJECT -> "object";
            case ARRAY -> "array";
            case NULL -> "null";
            case POJO -> "function";
            case MISSING -> "undefined";
        };
    }

    /// Deep equality: numbers by value, objects without regard to the order of keys, functions by identity.
    static boolean equal(JsonNode left, JsonNode right, Fuel fuel) {
        if (left == right) {
            return true;
        }
        if (left.isNumber() && right.isNumber()) {
            return Numeric.compare(left, right) == 0;
        }
        if (left.getNodeType() != right.getNodeType()) {
            return false;
        }
        return switch (left.getNodeType()) {
            case STRING -> equalText(left.stringValue(), right.stringValue(), fuel);
            case ARRAY -> equalArrays(left, right, fuel);
            case OBJECT -> equalObjects(left, right, fuel);
            case BOOLEAN, NULL, NUMBER, POJO, MISSING, BINARY -> left.equals(right);
        };
    }

    /// The order of two texts by their UTF-16 units.
    static int compareText(String left, String right, Fuel fuel) {
        if (left == right) {
            return 0;
        }
        fuel.cheap(Math.min(left.length(), right.length()) / 8);
        return left.compareTo(right);
    }

    private static boolean equalText(String left, String right, Fuel fuel) {
        if (left.length() != right.length()) {
            return false;
        }
        fuel.cheap(left.length() / 8);
        return left.equals(right);
    }

    private static boolean equalArrays(JsonNode left, JsonNode right, Fuel fuel) {
        if (left.size() != right.size()) {
            return false;
        }
        fuel.enter();
        var same = true;
        for (var i = 0; i < left.size() && same; i++) {
            fuel.step();
            same = equal(left.get(i), right.get(i), fuel);
        }
        fuel.leave();
        return same;
    }

    private static boolean equalObjects(JsonNode left, JsonNode right, Fuel fuel) {
        if (left.size() != right.size()) {
            return false;
        }
        fuel.enter();
        var same = true;
        for (var entry : left.properties()) {
            fuel.step();
            var other = right.get(entry.getKey());
            if (other == null || !equal(entry.getValue(), other, fuel)) {
                same = false;
                break;
            }
        }
        fuel.leave();
        return same;
    }

    /// A number that equal values share, for telling them apart faster than by pairs.
    static int hash(JsonNode value, Fuel fuel) {
        fuel.step();
        return switch (value.getNodeType()) {
            case NUMBER -> Double.hashCode(Numeric.of(value) + 0.0);
            case STRING -> value.stringValue().hashCode();
            case ARRAY -> hashOfArray(value, fuel);
            case OBJECT -> hashOfObject(value, fuel);
            case BOOLEAN, NULL, POJO, MISSING, BINARY -> value.hashCode();
        };
    }

    private static int hashOfArray(JsonNode array, Fuel fuel) {
        fuel.enter();
        var hash = 1;
        for (var i = 0; i < array.size(); i++) {
            hash = 31 * hash + hash(array.get(i), fuel);
        }
        fuel.leave();
        return hash;
    }

    private static int hashOfObject(JsonNode object, Fuel fuel) {
        fuel.enter();
        var hash = 7;
        for (var entry : object.properties()) {
            hash += entry.getKey().hashCode() ^ hash(entry.getValue(), fuel);
        }
        fuel.leave();
        return hash;
    }

    /// The member of an object; of an array the members of its items, in one sequence.
    static JsonNode member(JsonNode value, String name, Fuel fuel) {
        if (value instanceof ObjectNode object) {
            var member = object.get(name);
            return member == null ? NOTHING : member;
        }
        if (!(value instanceof ArrayNode array)) {
            return NOTHING;
        }
        fuel.enter();
        var found = new Items(fuel);
        for (var i = 0; i < array.size(); i++) {
            fuel.step();
            found.addAll(member(array.get(i), name, fuel));
        }
        fuel.leave();
        return found.sequence();
    }

    /// Two values in one array; nothing adds nothing.
    static JsonNode append(JsonNode first, JsonNode second, Fuel fuel) {
        if (first.isMissingNode()) {
            return second;
        }
        if (second.isMissingNode()) {
            return first;
        }
        var items = new Items(fuel);
        items.addAll(first);
        items.addAll(second);
        return items.array();
    }

    /// The value when it is an array, else a sequence of it.
    static ArrayNode array(JsonNode value) {
        return value instanceof ArrayNode array ? array : Sequence.of(value);
    }
}
