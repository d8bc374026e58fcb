// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.http;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.language.Json;
import io.fermata.tenancy.egress.EgressResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/// Turns an endpoint's answer into a task's outcome. An endpoint that echoes the credentials gets them blotted out, because
/// the outcome goes into the history.
final class Answers {

    private static final String BLOT = "*****";
    private static final int SHORTEST_SECRET = 4;
    /// As long as AWS lets a cause be.
    private static final int LONGEST_CAUSE = 32_768;
    private static final List<String> NOT_TEXT = List.of("application/octet-stream", "image/", "video/", "audio/");
    private static final Map<Integer, String> REASONS = Map.ofEntries(Map.entry(200, "OK"), Map.entry(201, "Created"),
            Map.entry(202, "Accepted"), Map.entry(203, "Non-Authoritative Information"), Map.entry(204, "No Content"),
            Map.entry(205, "Reset Content"), Map.entry(206, "Partial Content"), Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"), Map.entry(303, "See Other"), Map.entry(304, "Not Modified"),
            Map.entry(307, "Temporary Redirect"), Map.entry(308, "Permanent Redirect"), Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"), Map.entry(402, "Payment Required"), Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"), Map.entry(405, "Method Not Allowed"), Map.entry(406, "Not Acceptable"),
            Map.entry(408, "Request Timeout"), Map.entry(409, "Conflict"), Map.entry(410, "Gone"),
            Map.entry(412, "Precondition Failed"), Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"), Map.entry(422, "Unprocessable Content"),
            Map.entry(429, "Too Many Requests"), Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"), Map.entry(502, "Bad Gateway"), Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private final List<String> secrets;

    Answers(List<String> secrets) {
        this.secrets = secrets.stream().filter(secret -> secret.length() >= SHORTEST_SECRET).toList();
    }

    TaskOutcome outcome(EgressResponse response) {
        var reason = reason(response.status());
        var text = text(response.body()).map(this::blotted);
        if (response.status() < 200 || response.status() > 299) {
            return new Failed("States.Http.StatusCode." + response.status(),
                    text.filter(body -> !body.isEmpty()).map(Answers::cut).orElse(reason));
        }
        var contentType = response.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (text.isEmpty() || response.body().length > 0 && NOT_TEXT.stream().anyMatch(contentType::startsWith)) {
            return new Failed("States.Runtime", "The endpoint answered with content that is not text"
                    + (contentType.isEmpty() ? "." : " (" + blotted(contentType) + ")."));
        }
        var output = JsonNodeFactory.instance.objectNode();
        var headers = output.putObject("Headers");
        new TreeMap<>(response.headers()).forEach((name, values) -> {
            var list = headers.putArray(name);
            values.forEach(value -> list.add(blotted(value)));
        });
        output.set("ResponseBody", value(text.get()));
        output.put("StatusCode", response.status()).put("StatusText", reason);
        return new TaskOutcome.Answered(output);
    }

    /// The usual words for a status; empty where there are none.
    static String reason(int status) {
        return REASONS.getOrDefault(status, "");
    }

    private static JsonNode value(String text) {
        if (text.isBlank()) {
            return StringNode.valueOf(text);
        }
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException notJson) {
            return StringNode.valueOf(text);
        }
    }

    static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private static String cut(String cause) {
        return cause.substring(0, Math.min(LONGEST_CAUSE, cause.length()));
    }

    /// The text without secrets.
    String blotted(String text) {
        var clean = text;
        for (var secret : secrets) {
            clean = clean.replace(secret, BLOT);
        }
        return clean;
    }
}
