// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Real workflows from beginning to end on a virtual clock: what they end with, which states they visit, what their tasks
/// are given, and how long they wait.
class ScenariosTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        var folder = System.getenv("FERMATA_CONFORMANCE");
        Assumptions.assumeTrue(folder != null && !folder.isBlank(),
                "FERMATA_CONFORMANCE is not set: no scenario is played");
        try (var files = Files.list(Path.of(folder, "scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().map(ScenariosTest::read)
                    .map(scenario -> DynamicTest.dynamicTest(scenario.get("title").stringValue(),
                            () -> play(scenario)))
                    .toList().stream();
        }
    }

    private static void play(JsonNode scenario) {
        var run = new ScenarioRun(scenario.get("definition"), scenario.get("mocks"),
                scenario.path("datasets"));

        run.toTheEnd(scenario.get("input"));

        var expected = scenario.get("expected");
        assertThat(run.status()).isEqualTo(expected.get("status").stringValue());
        Loosely.check("output", expected.get("output"), run.root.output());
        Loosely.check("error", expected.get("error"), run.error());
        Loosely.check("cause", expected.get("cause"), run.cause());
        assertThat(run.seconds()).isEqualTo(expected.get("virtualSeconds").doubleValue());
        assertThat(run.rootStates()).isEqualTo(names(expected.get("states"), false));
        visited(expected.get("states"), run.allStates());
        inputs(expected.get("taskInputs"), run.taskInputs());
    }

    /// How far a branch came that another one cut off is not decided: such a branch is null.
    private static void visited(JsonNode expected, List<String> actual) {
        var names = names(expected, true);
        if (expected.toString().contains("null")) {
            assertThat(actual).containsAll(names);
        } else {
            assertThat(actual).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    /// Tasks of different branches may begin in any order: each state's own inputs are compared in order.
    private static void inputs(JsonNode expected, List<ScenarioRun.TaskInput> actual) {
        assertThat(actual.stream().map(ScenarioRun.TaskInput::state)).containsExactlyInAnyOrderElementsOf(
                expected.valueStream().map(input -> input.get("state").stringValue()).toList());
        for (var state : Set.copyOf(actual.stream().map(ScenarioRun.TaskInput::state).toList())) {
            var wanted = expected.valueStream().filter(input -> input.get("state").stringValue().equals(state))
                    .toList();
            var given = actual.stream().filter(input -> input.state().equals(state)).toList();
            for (int i = 0; i < wanted.size(); i++) {
                Loosely.check("input of " + state, wanted.get(i).get("input"), given.get(i).input());
            }
        }
    }

    private static List<String> names(JsonNode states, boolean nested) {
        var names = new ArrayList<String>();
        for (var state : states) {
            if (state.isString()) {
                names.add(state.stringValue());
                continue;
            }
            names.add(state.get("state").stringValue());
            if (nested) {
                for (var list : List.of("branches", "iterations")) {
                    state.path(list).forEach(flow -> names.addAll(names(flow, true)));
                }
            }
        }
        return names;
    }

    private static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }
}
