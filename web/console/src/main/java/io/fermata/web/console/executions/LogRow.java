// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.language.Json;
import io.fermata.web.console.text.Pretty;
import io.fermata.web.console.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// One line of the log of an Express execution as its page shows it.
///
/// @param data its input or output; null when it has none, or the machine logs without data
record LogRow(String id, String iso, String when, String name, String detail, boolean bad,
        Pretty.@Nullable Shown data) {

    private static final int LONGEST = 200;

    static LogRow of(String line, Instant start) {
        var json = Json.parse(line);
        var details = json.path("details");
        var at = Instant.ofEpochMilli(Long.parseLong(json.path("event_timestamp").asString("0")));
        var name = json.path("type").asString("");
        var detail = Stream.of("name", "resource", "error", "cause").map(details::path).filter(JsonNode::isString)
                .map(JsonNode::stringValue).collect(Collectors.joining(" · "));
        return new LogRow(json.path("id").asString(""), at.toString(), Words.duration(Duration.between(start, at)),
                name,
                Words.cut(detail, LONGEST),
                name.endsWith("Failed") || name.endsWith("TimedOut") || name.endsWith("Aborted"), data(details));
    }

    private static Pretty.@Nullable Shown data(JsonNode details) {
        for (var member : new String[]{"input", "output", "parameters"}) {
            var text = details.path(member);
            if (text.isString()) {
                return Pretty.shown(json(text.stringValue()));
            }
        }
        return null;
    }

    /// A text that was cut is no JSON any more.
    private static JsonNode json(String text) {
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException cut) {
            return StringNode.valueOf(text);
        }
    }
}
