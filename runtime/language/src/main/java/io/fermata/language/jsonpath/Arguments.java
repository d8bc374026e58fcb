// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.Numbers;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The evaluated arguments of one intrinsic call, read by position with the type that the function expects.
///
/// @param written the arguments as parsed
/// @param values their values, in the same order
/// @param most the greatest size of what the call gives, in bytes
record Arguments(List<Argument> written, List<JsonNode> values, RandomGenerator random, int most) {

    int count() {
        return values.size();
    }

    JsonNode value(int index) {
        return values.get(index);
    }

    String string(int index) {
        var value = value(index);
        if (!value.isString()) {
            throw wrong(index, "a string");
        }
        return value.stringValue();
    }

    /// A string of at most `max` characters.
    String string(int index, int max) {
        var text = string(index);
        if (text.length() > max) {
            throw new FunctionFailure("Argument " + (index + 1) + " must have at most " + max + " characters");
        }
        return text;
    }

    ArrayNode array(int index) {
        if (value(index) instanceof ArrayNode array) {
            return array;
        }
        throw wrong(index, "an array");
    }

    ObjectNode object(int index) {
        if (value(index) instanceof ObjectNode object) {
            return object;
        }
        throw wrong(index, "an object");
    }

    long whole(int index) {
        var number = Numbers.whole(value(index));
        if (number == null) {
            throw wrong(index, "an integer");
        }
        return number;
    }

    long rounded(int index) {
        var number = Numbers.rounded(value(index));
        if (number == null) {
            throw wrong(index, "a number");
        }
        return number;
    }

    private static FunctionFailure wrong(int index, String expected) {
        return new FunctionFailure("Argument " + (index + 1) + " must be " + expected);
    }
}
