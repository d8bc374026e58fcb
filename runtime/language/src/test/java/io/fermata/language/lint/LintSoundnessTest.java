// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Still;
import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import io.fermata.language.jsonpath.JsonPath;
import io.fermata.language.jsonpath.NodePath;
import io.fermata.language.jsonpath.PayloadTemplate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Random flows, run on random inputs: a path that some run has read must not be called never present.
class LintSoundnessTest {

    private static final int MACHINES = 3_000;
    private static final int RUNS = 12;
    private static final int STEPS = 12;
    private static final List<String> PATHS = List.of("$", "$.a", "$.b", "$.a.b", "$.b.c", "$.a.b.c", "$['c']",
            "$.c.a", "$.a[0]");
    private static final List<String> VALUES = List.of("1", "{}", "{\"a\":1}", "{\"a\":{\"b\":{\"c\":2}}}",
            "{\"b\":[1],\"c\":null}", "[{\"a\":1}]", "{\"c\":{\"a\":{}},\"b\":{\"c\":1}}");

    @Test
    void neverDeniesAPathThatARunHasRead() {
        var random = new SplittableRandom(99);
        var found = 0;
        var passed = 0;

        for (var i = 0; i < MACHINES; i++) {
            var machine = machine(random);
            var denied = Lint.check(machine.toString()).stream()
                    .filter(finding -> finding.rule() == LintRule.PATH_NEVER_PRESENT)
                    .map(LintFinding::location).map(place -> place.split("/")[2]).collect(Collectors.toSet());
            var done = new HashSet<String>();
            for (var run = 0; run < RUNS; run++) {
                run(machine, random, done);
            }
            assertThat(denied).as(machine.toPrettyString()).noneMatch(done::contains);
            found += denied.size();
            passed += done.size();
        }

        assertThat(found).isGreaterThan(MACHINES / 10);
        assertThat(passed).isGreaterThan(MACHINES / 2);
    }

    /// Adds the states that were passed without failure.
    private static void run(ObjectNode machine, SplittableRandom random, Set<String> done) {
        var states = machine.get("States");
        var data = value(random);
        var name = "S0";
        for (var step = 0; step < STEPS; step++) {
            var state = states.get(name);
            try {
                data = after(state, data);
            } catch (EvaluationException _) {
                return;
            }
            done.add(name);
            var next = state.has("Choices") && random.nextBoolean()
                    ? state.get("Choices").get(0).get("Next")
                    : state.get(state.has("Choices") ? "Default" : "Next");
            name = next.stringValue();
        }
    }

    private static JsonNode after(JsonNode state, JsonNode input) {
        var effective = path(state, "InputPath", input);
        if (state.has("Choices")) {
            path(state.get("Choices").get(0), "Variable", effective);
            return path(state, "OutputPath", effective);
        }
        var result = state.has("Result")
                ? state.get("Result")
                : state.has("Parameters")
                        ? PayloadTemplate.compile(state.get("Parameters")).evaluate(scope(effective))
                        : effective;
        var placed = !state.has("ResultPath")
                ? result
                : state.get("ResultPath").isNull()
                        ? input
                        : NodePath.parse(state.get("ResultPath").stringValue()).put(input, result);
        return path(state, "OutputPath", placed);
    }

    private static JsonNode path(JsonNode holder, String field, JsonNode data) {
        var path = holder.get(field);
        if (path == null) {
            return data;
        }
        return path.isNull()
                ? JsonNodeFactory.instance.objectNode()
                : JsonPath.parse(path.stringValue()).evaluate(scope(data));
    }

    private static Scope scope(JsonNode data) {
        return new Scope(data, Map.of(), JsonNodeFactory.instance.objectNode(), Still.seed(1));
    }

    private static ObjectNode machine(SplittableRandom random) {
        var machine = JsonNodeFactory.instance.objectNode().put("StartAt", "S0");
        var states = machine.putObject("States");
        var count = 2 + random.nextInt(5);
        for (var i = 0; i < count; i++) {
            var state = states.putObject("S" + i);
            sometimes(state, "InputPath", random);
            sometimes(state, "OutputPath", random);
            if (random.nextInt(4) == 0) {
                state.put("Type", "Choice").put("Default", "S" + random.nextInt(count));
                state.putArray("Choices").addObject().put("Variable", any(PATHS, random)).put("StringEquals", "x")
                        .put("Next", "S" + random.nextInt(count));
                continue;
            }
            state.put("Type", "Pass").put("Next", "S" + random.nextInt(count));
            switch (random.nextInt(3)) {
                case 0 -> state.set("Result", value(random));
                case 1 -> state.putObject("Parameters").put("a.$", any(PATHS, random)).put("b", 1).putObject("c")
                        .put("a.$", any(PATHS, random));
                default -> {
                }
            }
            if (random.nextInt(2) == 0) {
                state.put("ResultPath", any(List.of("$", "$.a", "$.b.c", "$.c.a.x"), random));
            }
        }
        return machine;
    }

    private static void sometimes(ObjectNode state, String field, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            state.put(field, any(PATHS, random));
        }
    }

    private static JsonNode value(SplittableRandom random) {
        return Json.parse(any(VALUES, random));
    }

    private static String any(List<String> texts, SplittableRandom random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
