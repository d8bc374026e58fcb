// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The checked arguments of one call of a library function, and what the function may ask its surroundings for. A place
/// behind the last argument holds nothing.
///
/// @param values after the signature's check; not changed
/// @param context the context of the call
record Arguments(Evaluator evaluator, JsonNode[] values, JsonNode context) {

    int count() {
        return values.length;
    }

    JsonNode at(int index) {
        return index < values.length ? values[index] : Values.NOTHING;
    }

    boolean has(int index) {
        return index < values.length && !values[index].isMissingNode();
    }

    String text(int index) {
        return values[index].stringValue();
    }

    double number(int index) {
        return Numeric.of(values[index]);
    }

    /// A number that has digits: neither infinite nor no number at all.
    double finite(int index) {
        var number = number(index);
        if (!Double.isFinite(number)) {
            throw Fault.D1001.with(Double.toString(number));
        }
        return number;
    }

    ArrayNode array(int index) {
        return Values.array(values[index]);
    }

    ObjectNode object(int index) {
        return (ObjectNode) values[index];
    }

    Function function(int index) {
        return (Function) values[index];
    }

    Fuel fuel() {
        return evaluator.fuel();
    }

    /// Calls a function that was passed as an argument.
    JsonNode call(Function function, JsonNode... arguments) {
        return evaluator.call(function, arguments);
    }
}
