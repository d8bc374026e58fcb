// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/// `States.StringToJson`, `States.JsonToString` and `States.JsonMerge`.
final class JsonFunctions {

    private JsonFunctions() {}

    static JsonNode parse(Arguments arguments) {
        var text = arguments.string(0, arguments.most());
        if (text.isBlank()) {
            return NullNode.getInstance();
        }
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            throw new FunctionFailure("The string is not JSON: " + e.getMessage());
        }
    }

    static JsonNode write(Arguments arguments) {
        return StringNode.valueOf(Json.write(arguments.value(0)));
    }

    static JsonNode merge(Arguments arguments) {
        if (!arguments.value(2).isBoolean() || arguments.value(2).booleanValue()) {
            throw new FunctionFailure("Deep merging is not supported: the third argument must be false");
        }
        var merged = JsonNodeFactory.instance.objectNode();
        arguments.object(0).properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        arguments.object(1).properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        return merged;
    }
}
