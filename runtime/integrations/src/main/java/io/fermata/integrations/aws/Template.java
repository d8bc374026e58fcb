// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A request written down as JSON with places to take values from: a text that begins with `parameters:/` or `started:/`
/// is a JSON Pointer into the task's parameters or into what starting the job answered. What is not there is left out.
final class Template {

    private static final String PARAMETERS = "parameters:";
    private static final String STARTED = "started:";

    private Template() {}

    static ObjectNode fill(JsonNode template, JsonNode parameters, JsonNode started) {
        return (ObjectNode) value(template, parameters, started);
    }

    private static JsonNode value(JsonNode template, JsonNode parameters, JsonNode started) {
        if (template.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            template.properties().forEach(entry -> {
                var value = value(entry.getValue(), parameters, started);
                if (!value.isMissingNode()) {
                    object.set(entry.getKey(), value);
                }
            });
            return object;
        }
        if (template.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            template.forEach(item -> array.add(value(item, parameters, started)));
            return array;
        }
        var text = template.isString() ? template.stringValue() : "";
        if (text.startsWith(PARAMETERS)) {
            return parameters.at(text.substring(PARAMETERS.length()));
        }
        return text.startsWith(STARTED) ? started.at(text.substring(STARTED.length())) : template;
    }
}
