// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.language.Json;
import io.fermata.web.api.aws.ApiError;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Members of requests that are JSON texts. Stateless.
final class Payloads {

    private Payloads() {}

    /// The input of an execution or of a state.
    ///
    /// @throws ApiError `InvalidExecutionInput` when it is no JSON
    static JsonNode input(String text) {
        if (text.isBlank()) {
            throw ApiError.of("InvalidExecutionInput",
                    "Invalid State Machine Execution Input: 'Invalid execution input.'");
        }
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException notJson) {
            throw ApiError.of("InvalidExecutionInput",
                    "Invalid State Machine Execution Input: '" + String.valueOf(notJson.getMessage())
                            .replace("to start property name", "to start field name") + "'");
        }
    }

    /// What an input is that is not given.
    static JsonNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// The value; empty when the text is no JSON.
    static Optional<JsonNode> value(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }

    /// The object; empty when the text is none.
    static Optional<JsonNode> object(String text) {
        return value(text).filter(JsonNode::isObject);
    }
}
