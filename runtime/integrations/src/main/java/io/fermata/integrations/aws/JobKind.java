// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.JobState;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.language.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How the jobs of a `.sync` action are looked after (integrations.md sections 2.2 and 7), as a row of `jobs.json` says.
///
/// @param ask the operation that tells how the job is
/// @param with its request, a [Template]
/// @param at where its answer has the description, which is the task's result
/// @param as the member that holds the description in the result; empty for none
/// @param keep members of what starting the job answered, which the result has too
/// @param status where the description has the status
/// @param good the statuses of a good end
/// @param bad those of a bad one
/// @param goneIsGood whether the job is to make something disappear
/// @param stop the operation that stops the job; empty when there is none
record JobKind(String ask, JsonNode with, String at, String as, List<String> keep, String status, List<String> good,
        List<String> bad, boolean goneIsGood, String stop, JsonNode stopWith) {

    private static final Map<String, JobKind> KINDS = read();

    static Optional<JobKind> find(String service, String action) {
        return Optional.ofNullable(KINDS.get(service + ":" + action));
    }

    static Map<String, JobKind> all() {
        return KINDS;
    }

    private static Map<String, JobKind> read() {
        try (InputStream file = Objects.requireNonNull(JobKind.class.getResourceAsStream("jobs.json"))) {
            var kinds = new HashMap<String, JobKind>();
            Json.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8)).properties()
                    .forEach(row -> kinds.put(row.getKey(), of(row.getValue())));
            return Map.copyOf(kinds);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JobKind of(JsonNode row) {
        return new JobKind(row.path("ask").stringValue(), row.path("with"), row.path("at").stringValue(),
                row.path("as").asString(""), texts(row.path("keep")), row.path("status").stringValue(),
                texts(row.path("good")), texts(row.path("bad")), row.path("goneIsGood").booleanValue(false),
                row.path("stop").asString(""), row.path("stopWith"));
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(text -> texts.add(text.stringValue()));
        return List.copyOf(texts);
    }

    /// How the job is, by the answer.
    ///
    /// @param started what starting it answered
    JobState state(JsonNode answer, JsonNode started) {
        var description = answer.at(at);
        var now = description.at(status).asString("");
        boolean well = good.contains(now) && containersEndedWell(description);
        if (!well && !good.contains(now) && !bad.contains(now)) {
            return new JobState.Running();
        }
        var shown = shown(description, started);
        return new JobState.Ended(well ? new Answered(shown) : new Failed("States.TaskFailed", Json.write(shown)));
    }

    /// A stopped ECS task did well if all its containers did; one that never started has no exit code.
    private boolean containersEndedWell(JsonNode description) {
        return !ask.equals("describeTasks") || description.path("Containers").values().stream()
                .allMatch(container -> container.path("ExitCode").intValue(-1) == 0);
    }

    private ObjectNode shown(JsonNode description, JsonNode started) {
        var shown = JsonNodeFactory.instance.objectNode();
        keep.forEach(member -> shown.set(member, started.path(member)));
        if (as.isEmpty()) {
            shown.setAll((ObjectNode) description);
        } else {
            shown.set(as, description);
        }
        return shown;
    }
}
