// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The outside tools that some tests need. A missing one skips its tests and says so; a tool that `FERMATA_REQUIRE` names
/// (`browser,aws`) fails them instead.
final class Tools {

    private static final Set<String> REQUIRED = Set
            .of(Optional.ofNullable(System.getenv("FERMATA_REQUIRE")).orElse("").split(","));

    private Tools() {}

    /// The AWS CLI of the system.
    static String aws() {
        return need("aws", "the AWS CLI", Stream.of("/usr/bin/aws", "/usr/local/bin/aws"));
    }

    static String python() {
        return need("python", "python3", Stream.of("/usr/bin/python3", "/usr/local/bin/python3"));
    }

    static String chromium() {
        var configured = Optional.ofNullable(System.getenv("CHROME")).stream();
        return need("browser", "Chromium", Stream.concat(configured, Stream.of("/usr/bin/chromium",
                "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")));
    }

    /// The folder of recorded conversations.
    static Path conformance() {
        var folder = System.getenv("FERMATA_CONFORMANCE");
        Assumptions.assumeTrue(folder != null && Files.exists(Path.of(folder, "replay.py")),
                "SKIPPED because: FERMATA_CONFORMANCE does not name the folder of recorded conversations");
        return Path.of(folder);
    }

    private static String need(String name, String title, Stream<String> places) {
        var candidates = places.toList();
        for (var place : candidates) {
            if (Files.isExecutable(Path.of(place))) {
                return place;
            }
        }
        var sentence = "SKIPPED because: " + title + " is not at any of " + candidates;
        if (REQUIRED.contains(name)) {
            throw new AssertionError(title + " is required by FERMATA_REQUIRE and is not at any of " + candidates);
        }
        System.out.println(sentence);
        Assumptions.abort(sentence);
        return "";
    }

    record Ran(int exit, String output) {}

    /// Runs a command and gives what it printed.
    static Ran run(List<String> command, Map<String, String> environment) throws Exception {
        var output = Files.createTempFile("fermata-e2e", ".txt");
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            int exit = builder.start().waitFor();
            return new Ran(exit, Files.readString(output).strip());
        } finally {
            Files.delete(output);
        }
    }
}
