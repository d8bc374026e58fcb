// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Conformance;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Compares with what AWS answered to CreateStateMachine and ValidateStateMachineDefinition.
class RecordedDiagnosticsTest {

    private static final String PREFIX = "Invalid State Machine Definition: '";

    @Test
    void refusesDefinitionsInTheWordsOfAws() throws IOException {
        var wrong = new ArrayList<String>();
        var compared = 0;

        for (var file : files()) {
            var recording = Conformance.read(file);
            var expected = refusal(recording.get("expected"));
            var step = expected == null ? null : step(recording, "CreateStateMachine");
            if (expected == null || step == null) {
                continue;
            }
            compared++;
            var actual = Asl.parse(plain(definition(step)), type(step)).diagnostics().stream()
                    .map(found -> found.code() + ": " + found.message() + " at " + found.location()).toList();
            if (!expected.equals(String.join(", ", actual))) {
                wrong.add(recording.get("id") + "\n  AWS:  " + expected + "\n  here: " + actual);
            }
        }

        wrong.forEach(System.out::println);
        System.out.println("refusals that agree: " + (compared - wrong.size()) + " of " + compared);
        assertThat(compared).isPositive();
        assertThat(wrong).isEmpty();
    }

    @Test
    void acceptsDefinitionsThatAwsAccepted() throws IOException {
        var wrong = new ArrayList<String>();
        var compared = 0;

        for (var file : files()) {
            var recording = Conformance.read(file);
            var step = step(recording, "CreateStateMachine");
            if (step == null || refusal(recording.get("expected")) != null || !comparable(definition(step))) {
                continue;
            }
            compared++;
            if (Asl.parse(plain(definition(step)), type(step)) instanceof Parsed.Invalid(var diagnostics)) {
                wrong.add(recording.get("id") + "\n  " + diagnostics);
            }
        }

        wrong.forEach(System.out::println);
        System.out.println("recorded definitions accepted: " + (compared - wrong.size()) + " of " + compared);
        assertThat(compared).isGreaterThan(300);
        assertThat(wrong).isEmpty();
    }

    @Test
    void validatesInTheWordsOfAws() throws IOException {
        var wrong = new ArrayList<String>();
        var compared = 0;

        for (var file : files()) {
            var recording = Conformance.read(file);
            var step = step(recording, "ValidateStateMachineDefinition");
            if (step == null) {
                continue;
            }
            compared++;
            var expected = recording.get("expected").get("validation_response").get("diagnostics").values().stream()
                    .map(found -> line(found.get("code").stringValue(), found.get("message").stringValue(),
                            found.path("location").asString("null")))
                    .toList();
            var actual = Asl.parse(definition(step), type(step)).diagnostics().stream()
                    .map(found -> line(found.code(), found.message(), String.valueOf(found.location()))).toList();
            if (!expected.equals(actual)) {
                wrong.add(recording.get("id") + "\n  AWS:  " + expected + "\n  here: " + actual);
            }
        }

        wrong.forEach(System.out::println);
        System.out.println("validations that agree: " + (compared - wrong.size()) + " of " + compared);
        assertThat(compared).isPositive();
        assertThat(wrong).isEmpty();
    }

    /// The message about broken JSON is the parser's own.
    private static String line(String code, String message, String location) {
        return code + (code.equals("INVALID_JSON_DESCRIPTION") ? "" : ": " + message) + " at " + location;
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.walk(Conformance.folder().resolve("recorded"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    /// The text between the quotes of the first refusal in the recorded answers; null when there is none.
    private static @Nullable String refusal(JsonNode expected) {
        if (expected.isString()) {
            var text = expected.stringValue();
            var start = text.indexOf(PREFIX);
            return start < 0
                    ? null
                    : text.substring(start + PREFIX.length(), text.length() - 1).replace("<partition>", "aws");
        }
        return expected.values().stream().map(RecordedDiagnosticsTest::refusal).filter(Objects::nonNull).findFirst()
                .orElse(null);
    }

    private static @Nullable JsonNode step(JsonNode recording, String operation) {
        return recording.get("steps").values().stream()
                .filter(step -> step.path("op").asString("").equals(operation)).findFirst()
                .map(step -> step.get("params")).orElse(null);
    }

    private static String definition(JsonNode parameters) {
        var definition = parameters.get("definition");
        return definition.isString() ? definition.stringValue() : definition.get("$json").toString();
    }

    private static boolean comparable(String definition) {
        return definition.contains("StartAt");
    }

    /// The definition with values in place of what is known only when a recording is played.
    private static String plain(String definition) {
        return definition.replace("${account}", "123456789012").replace("${region}", "us-east-1")
                .replaceAll("\\$\\{\\w+\\.activityArn}", "arn:aws:states:us-east-1:123456789012:activity:a");
    }

    private static MachineType type(JsonNode parameters) {
        return MachineType.valueOf(parameters.path("type").asString("STANDARD"));
    }
}
