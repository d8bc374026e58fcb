// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Revision;
import io.fermata.language.Json;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Params;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Logging and tracing of a state machine as they are stored and shown: what was given, with AWS's defaults filled in.
///
/// @param logging as it is stored, to be checked by {@link Resources#logging}
/// @param tracing as it is stored
record Configurations(JsonNode logging, String tracing) {

    /// Reads the two members of a request.
    static Configurations read(Params params) {
        var logging = params.structure("loggingConfiguration");
        var level = logging.flatMap(given -> given.optional("level")).orElse("OFF");
        var stored = JsonNodeFactory.instance.objectNode();
        stored.put("level", level).put("includeExecutionData",
                logging.map(given -> given.flag("includeExecutionData")).orElse(false));
        logging.filter(given -> given.has("destinations"))
                .ifPresent(given -> stored.set("destinations", destinations(given)));
        var tracing = JsonNodeFactory.instance.objectNode();
        tracing.put("enabled", params.structure("tracingConfiguration").map(given -> given.flag("enabled"))
                .orElse(false));
        return new Configurations(stored, Json.write(tracing));
    }

    private static JsonNode destinations(Params logging) {
        var destinations = JsonNodeFactory.instance.arrayNode();
        for (var destination : logging.structures("destinations")) {
            var stored = destinations.addObject();
            destination.structure("cloudWatchLogsLogGroup").ifPresent(group -> {
                var kept = stored.putObject("cloudWatchLogsLogGroup");
                group.optional("logGroupArn").ifPresent(arn -> kept.put("logGroupArn", arn));
            });
        }
        return destinations;
    }

    /// The destination that is used; empty when nothing is logged.
    static Optional<String> destination(JsonNode logging) {
        if (logging.path("level").asString("OFF").equals("OFF")) {
            return Optional.empty();
        }
        var destinations = logging.path("destinations");
        if (destinations.size() != 1) {
            throw invalidLogging("Must specify exactly one Log Destination.");
        }
        return Optional.of(destinations.get(0).path("cloudWatchLogsLogGroup").path("logGroupArn").asString(""));
    }

    static ApiError invalidLogging(String sentence) {
        return ApiError.of("InvalidLoggingConfiguration", "Invalid Logging Configuration: " + sentence);
    }

    static void show(ObjectNode answer, Revision revision) {
        answer.set("loggingConfiguration", Json.parse(revision.logging()));
        answer.set("tracingConfiguration", Json.parse(revision.tracing()));
        Encryptions.show(answer, revision.encryption());
    }
}
