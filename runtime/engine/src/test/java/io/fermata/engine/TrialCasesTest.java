// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.Json;
import io.fermata.language.Parsed;
import io.fermata.language.State;
import io.fermata.language.asl.Asl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What comes of trying one state, told in files: the state, what it is tried with, and the report. The name of a file with
/// its section is the behaviour.
class TrialCasesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/trials"))) {
            return files.sorted().toList().stream().flatMap(TrialCasesTest::cases);
        }
    }

    private static Stream<DynamicTest> cases(Path file) {
        try {
            var told = Json.parse(Files.readString(file));
            return told.properties().stream().map(entry -> DynamicTest.dynamicTest(
                    file.getFileName().toString().replace(".json", "") + ": " + entry.getKey(),
                    () -> check(entry.getValue())));
        } catch (IOException unreadable) {
            throw new IllegalStateException(file.toString(), unreadable);
        }
    }

    private static void check(JsonNode told) {
        var trial = new StateTrial(new Interpreter((_, scheduled) -> "token-" + scheduled, () -> 0), setup(told));
        var standing = trial.begin(NOW, new Random(1));
        if (standing instanceof StateTrial.Standing.Asks asks) {
            if (told.has("asks")) {
                assertThat(asked(asks.effect())).isEqualTo(told.get("asks"));
            }
            standing = trial.answer(asks.scheduled(), outcome(told), NOW, new Random(1));
        } else if (standing instanceof StateTrial.Standing.Waits(var due)) {
            assertThat(due).hasToString(told.path("waitsUntil").stringValue());
            standing = trial.fire(due, new Random(1));
        }
        assertThat(standing).isInstanceOf(StateTrial.Standing.Ended.class);
        var report = ((StateTrial.Standing.Ended) standing).report();

        assertThat(shown(report)).isEqualTo(told.get("report"));
    }

    private static TrialSetup setup(JsonNode told) {
        var parsed = Asl.parseState("S", Json.write(told.path("state")));
        assertThat(parsed.diagnostics()).isEmpty();
        var definition = ((Parsed.Valid) parsed).definition();
        State state = definition.find("S").orElseThrow();
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        told.path("variables").properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
        JsonNode context = told.has("context") ? told.get("context") : JsonNodeFactory.instance.objectNode();
        return new TrialSetup(new ExecutionFacts(1, 0, definition, "arn:execution", "e", "arn:machine", "m", "r"),
                state, told.has("input") ? told.get("input") : JsonNodeFactory.instance.objectNode(), variables,
                context,
                told.path("retriesMade").intValue(0),
                told.has("failedIterations") ? told.get("failedIterations").intValue() : null, told.get("read"));
    }

    private static TaskOutcome outcome(JsonNode told) {
        return told.has("result")
                ? new TaskOutcome.Answered(told.get("result"))
                : new TaskOutcome.Failed(told.path("fails").path(0).asString(), told.path("fails").path(1).asString());
    }

    private static @Nullable JsonNode asked(Effect effect) {
        return switch (effect) {
            case Effect.Dispatch dispatch -> dispatch.parameters();
            case Effect.OfferActivity offer -> offer.input();
            case Effect.StartChild child -> child.parameters();
            case Effect _ -> null;
        };
    }

    private static ObjectNode shown(TrialReport report) {
        var shown = JsonNodeFactory.instance.objectNode().put("status", report.status().name());
        put(shown, "output", report.output());
        for (var text : List.of("error", "cause", "next")) {
            var value = switch (text) {
                case "error" -> report.error();
                case "cause" -> report.cause();
                default -> report.next();
            };
            if (value != null) {
                shown.put(text, value);
            }
        }
        report.inspection().stages().forEach((stage, value) -> shown.set(stage.text(), value));
        if (!report.inspection().variables().isEmpty()) {
            var variables = shown.putObject("variables");
            report.inspection().variables().forEach(variables::set);
        }
        var limits = report.inspection().limits();
        if (limits != null) {
            shown.put("maxConcurrency", (int) limits.maxConcurrency());
            if (limits.toleratedCount() != null) {
                shown.put("toleratedFailureCount", limits.toleratedCount().intValue());
            }
            if (limits.toleratedPercentage() != null) {
                shown.put("toleratedFailurePercentage", limits.toleratedPercentage().intValue());
            }
        }
        var details = report.inspection().errorDetails();
        if (details.retrier() != null) {
            shown.put("retryIndex", details.retrier());
        }
        if (details.delay() != null) {
            shown.put("retryBackoffIntervalSeconds", (int) details.delay().toSeconds());
        }
        if (details.catcher() != null) {
            shown.put("catchIndex", details.catcher());
        }
        return shown;
    }

    private static void put(ObjectNode shown, String name, @Nullable JsonNode value) {
        if (value != null) {
            shown.set(name, value);
        }
    }
}
