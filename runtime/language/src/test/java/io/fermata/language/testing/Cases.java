// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.testing;

import io.fermata.language.Json;
import io.fermata.language.Scope;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Cases from files: one JSON file each, its name the sentence that it proves.
public final class Cases {

    private Cases() {}

    /// One test for each file of a folder under the test resources.
    public static Stream<DynamicTest> of(String folder, Consumer<JsonNode> check) {
        var place = Objects.requireNonNull(Cases.class.getResource("/" + folder), folder);
        try (var files = Files.list(Path.of(URI.create(place.toString())))) {
            return files.sorted().map(file -> DynamicTest.dynamicTest(sentence(file),
                    () -> check.accept(Json.parse(Files.readString(file))))).toList().stream();
        } catch (IOException e) {
            throw new AssertionError("cannot list " + folder, e);
        }
    }

    /// The scope that a case describes.
    public static Scope scope(JsonNode example) {
        var variables = new LinkedHashMap<String, JsonNode>();
        if (example.has("variables")) {
            example.get("variables").properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
        }
        var context = example.has("context") ? example.get("context") : JsonNodeFactory.instance.objectNode();
        return new Scope(example.get("input"), Map.copyOf(variables), context, Still.seed(42));
    }

    private static String sentence(Path file) {
        return file.getFileName().toString().replace(".json", "").replace('-', ' ');
    }
}
