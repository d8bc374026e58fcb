// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.io.File;
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

    /// A Python that has boto3.
    static String boto3() throws Exception {
        var python = python();
        if (run(List.of(python, "-c", "import boto3"), Map.of()).exit() != 0) {
            miss("boto3", "boto3 is not installed for " + python);
        }
        return python;
    }

    /// Installs what the lock file in a folder names.
    static void npmInstall(Path folder) throws Exception {
        need("npm", "npm", onPath("npm"));
        need("npm", "node", onPath("node"));
        var ran = run(List.of("npm", "ci", "--prefix", folder.toString(), "--no-audit", "--no-fund"), Map.of());
        if (ran.exit() != 0) {
            miss("npm", "npm could not install the AWS SDK for JavaScript: " + ran.output());
        }
    }

    /// Lays the servers that a folder's `pom.xml` names into a folder for each, by the Maven that runs the build.
    static void serverJars(Path project, Path into) throws Exception {
        var maven = Path.of(System.getProperty("maven.home", ""), "bin", "mvn").toString();
        need("servers", "Maven", Stream.of(maven));
        var ran = run(List.of(maven, "-q", "-B", "-f", project.toString(), "dependency:copy-dependencies",
                "-Dservers.directory=" + into.toAbsolutePath(),
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local")), Map.of());
        if (ran.exit() != 0) {
            miss("servers", "Maven could not get the servers of " + project + ": " + ran.output());
        }
    }

    private static Stream<String> onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, tool).toString());
    }

    /// Terraform, and a configuration that takes providers from the folder that `FERMATA_TERRAFORM_PLUGINS` names, or else
    /// from the registry.
    static Path terraform(Path folder) throws Exception {
        need("terraform", "terraform", onPath("terraform"));
        var config = folder.resolve("terraform.rc");
        var mirror = System.getenv("FERMATA_TERRAFORM_PLUGINS");
        Files.writeString(config, mirror == null ? "" : """
                provider_installation {
                  filesystem_mirror {
                    path = "%s"
                  }
                }
                """.formatted(mirror));
        return config;
    }

    /// Installs the providers of a configuration.
    static void terraformInit(Path folder, Path config) throws Exception {
        var ran = run(List.of("terraform", "-chdir=" + folder, "init", "-no-color", "-input=false"),
                Map.of("TF_CLI_CONFIG_FILE", config.toString()));
        if (ran.exit() != 0) {
            miss("terraform", "terraform could not install the provider hashicorp/aws: " + ran.output());
        }
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
        miss(name, title + " is not at any of " + candidates);
        return "";
    }

    private static void miss(String name, String why) {
        if (REQUIRED.contains(name)) {
            throw new AssertionError("FERMATA_REQUIRE names " + name + ": " + why);
        }
        var sentence = "SKIPPED because: " + why;
        System.out.println(sentence);
        Assumptions.abort(sentence);
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
