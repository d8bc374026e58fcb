// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The conversations that were recorded from AWS: what each is called, how it is tagged and which operations it calls.
final class Recordings {

    /// Why a case with this tag is not replayed; the runner leaves it out by itself.
    static final Map<String, String> LEFT_OUT = new TreeMap<>(Map.of("aws-quirk",
            "AWS answers with an internal failure of its own, or otherwise from day to day", "aws-internal-text",
            "the recorded text is the inside of AWS's own code", "client-side-only",
            "the client refuses the request, and nothing is sent", "provenance:suspect",
            "it is doubtful that this was recorded from AWS", "needs:cross-account",
            "a task acts in a second account through a role; Fermata has no roles, and a tenant calls nothing of another's",
            "needs:states-events", "it needs the events that AWS puts on EventBridge when a status changes"));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// @param id the group, a slash and the name
    /// @param operations what it calls, by AWS's names
    record Case(String id, Set<String> tags, Set<String> operations) {

        String group() {
            return id.substring(0, id.indexOf('/'));
        }

        /// The tag for which it is not replayed.
        Optional<String> leftOut() {
            return LEFT_OUT.keySet().stream().filter(tags::contains).findFirst();
        }
    }

    private Recordings() {}

    /// @param folder that of the runner
    /// @return by id, in order
    static List<Case> all(Path folder) throws IOException {
        var cases = new TreeMap<String, Case>();
        try (var files = Files.walk(folder.resolve("recorded"))) {
            for (var file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
                var json = JSON.readTree(Files.readAllBytes(file));
                var operations = new TreeSet<String>();
                addOperations(json.path("steps"), operations);
                var tags = new TreeSet<String>();
                json.path("tags").forEach(tag -> tags.add(tag.asString()));
                var id = json.path("id").asString();
                cases.put(id, new Case(id, tags, operations));
            }
        }
        return List.copyOf(cases.values());
    }

    private static void addOperations(JsonNode steps, Set<String> operations) {
        for (var step : steps) {
            for (var member : List.of("op", "paginate")) {
                if (step.path(member).isString()) {
                    operations.add(step.path(member).asString());
                }
            }
            addOperations(step.path("background"), operations);
        }
    }
}
