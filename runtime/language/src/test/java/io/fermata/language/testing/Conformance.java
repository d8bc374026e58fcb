// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The recorded material, reached through the environment variable FERMATA_CONFORMANCE; tests without it are skipped.
public final class Conformance {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Conformance() {}

    public static Path folder() {
        var folder = System.getenv("FERMATA_CONFORMANCE");
        Assumptions.assumeTrue(folder != null && !folder.isBlank(),
                "FERMATA_CONFORMANCE is not set: the recorded material is not compared");
        return Path.of(folder);
    }

    public static JsonNode read(Path file) {
        return parse(text(file));
    }

    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }
}
