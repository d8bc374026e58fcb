// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.language.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Logging and tracing of a state machine as they are stored and shown: what was given, with AWS's defaults filled in.
final class Configurations {

    private Configurations() {}

    static String logging(Optional<JsonNode> given) {
        var logging = JsonNodeFactory.instance.objectNode();
        given.ifPresent(node -> node.properties().forEach(entry -> logging.set(entry.getKey(), entry.getValue())));
        if (!logging.has("level")) {
            logging.put("level", "OFF");
        }
        if (!logging.has("includeExecutionData")) {
            logging.put("includeExecutionData", false);
        }
        return Json.write(logging);
    }

    static String tracing(Optional<JsonNode> given) {
        var tracing = JsonNodeFactory.instance.objectNode();
        tracing.put("enabled", given.map(node -> node.path("enabled").asBoolean(false)).orElse(false));
        return Json.write(tracing);
    }

    static void show(ObjectNode answer, String logging, String tracing) {
        answer.set("loggingConfiguration", Json.parse(logging));
        answer.set("tracingConfiguration", Json.parse(tracing));
        answer.putObject("encryptionConfiguration").put("type", "AWS_OWNED_KEY");
    }
}
