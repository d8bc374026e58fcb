// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Conformance;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.asl.Asl;
import io.fermata.language.asl.Substitutions;
import io.fermata.language.edit.Edit;
import io.fermata.language.edit.FieldEdit;
import io.fermata.language.edit.Formatting;
import io.fermata.language.edit.Offers;
import io.fermata.language.edit.Outline;
import io.fermata.language.edit.StateEdit;
import io.fermata.language.lint.Lint;
import io.fermata.language.text.Reading;
import io.fermata.language.text.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// Random and damaged definitions through every door of the module: none may throw, overflow the stack or hang.
///
/// `./mvnw -pl runtime/language test -Dtest=FuzzTest -Dfermata.fuzz.rounds=1000000 -Dfermata.fuzz.seed=1`; definitions of
/// the corpus take part when FERMATA_CONFORMANCE is set.
class FuzzTest {

    private static final long ROUNDS = Long.getLong("fermata.fuzz.rounds", 20_000);
    private static final long SEED = Long.getLong("fermata.fuzz.seed", 20_261_122);
    /// Keeps the rounds of neighbouring seeds apart.
    private static final long SPREAD = 1_000_000_007;
    private static final int MAX_SOURCE = 6_000;
    private static final long PATIENCE_SECONDS = 20;

    private static final List<String> YAML = List.of("""
            Comment: >-
              folded
            StartAt: A
            States: # the states
              A: &a
                Type: Task
                Resource: 'arn:aws:states:::lambda:invoke'
                Retry: &retry [{ErrorEquals: [States.ALL], BackoffRate: 1.5}]
                Next: "B"
              B:
                Type: Choice
                Choices:
                - Variable: $.x
                  NumericEquals: 0x1F
                  Next: C
                - {Not: {Variable: $.y, IsNull: yes}, Next: A}
                Default: C
              C: {Type: Map, ItemProcessor: {StartAt: X, States: {X: {Type: Pass, Result: |
                text
               , End: true}}}, Retry: *retry, End: True}
            """, "StartAt: ${A}\nStates:\n  ${A}:\n    Type: Wait\n    Seconds: 012\n    End: true\n",
            "? a\n: !Sub b\n");

    private final AtomicLong round = new AtomicLong(-1);
    private int valid;
    private int readable;
    private int edited;

    @Test
    void survivesWhateverIsWritten() {
        var json = new ArrayList<>(MutationTest.SOURCES);
        var yaml = new ArrayList<>(YAML);
        corpus(json, yaml);
        try (var watchdog = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())) {
            var last = new AtomicLong(-2);
            var tester = Thread.currentThread();
            watchdog.scheduleAtFixedRate(() -> {
                if (last.getAndSet(round.get()) == round.get()) {
                    System.out.println("round " + round + " of seed " + SEED + " takes more than " + PATIENCE_SECONDS
                            + " s: " + List.of(tester.getStackTrace()));
                }
            }, PATIENCE_SECONDS, PATIENCE_SECONDS, TimeUnit.SECONDS);
            for (var i = 0L; i < ROUNDS; i++) {
                round.set(i);
                run(i, json, yaml);
            }
            watchdog.shutdownNow();
        }

        System.out.println(ROUNDS + " rounds of seed " + SEED + " on " + (json.size() + yaml.size())
                + " sources: " + readable + " readable, " + valid + " valid, " + edited + " edits");
        assertThat(valid).isPositive();
        assertThat(readable).isGreaterThan(valid);
        assertThat(edited).isPositive();
    }

    private void run(long index, List<String> json, List<String> yaml) {
        var random = new SplittableRandom(SEED * SPREAD + index);
        var text = "";
        try {
            text = switch (random.nextInt(8)) {
                case 0, 1 -> Mutations.noise(json.get(random.nextInt(json.size())), random);
                case 2, 3, 4 -> Mutations.tree(json.get(random.nextInt(json.size())), random);
                case 5 -> Mutations.noise(Mutations.tree(json.get(random.nextInt(json.size())), random), random);
                default -> Mutations.noise(yaml.get(random.nextInt(yaml.size())), random);
            };
            exercise(text, random);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw new AssertionError("round " + index + " of seed " + SEED + ": " + e + " at "
                    + Stream.of(e.getStackTrace()).limit(12).toList() + " on " + text, e);
        }
    }

    private void exercise(String text, SplittableRandom random) {
        var type = MachineType.values()[random.nextInt(2)];
        var parsed = Asl.parse(text, type);
        valid += parsed instanceof Parsed.Valid ? 1 : 0;
        Asl.parseYaml(text, type);
        Substitutions.apply(text, Map.of("Token", "x${A}", "A", "\"A\"")).parse(type);
        Lint.check(text);
        if (Yaml.toJson(text) instanceof Yaml.Converted.Written(var json)) {
            assertThat(Reading.ofJson(json)).isInstanceOf(Reading.Tree.class);
        }
        if (Reading.ofJson(text) instanceof Reading.Tree(var root)) {
            readable++;
            var pretty = Formatting.pretty(text).orElseThrow();
            assertThat(((Reading.Tree) Reading.ofJson(pretty)).root().value()).isEqualTo(root.value());
            assertThat(Formatting.pretty(pretty)).contains(pretty);
        }
        if (Outline.of(text) instanceof Outline.States(var flow)) {
            var states = all(flow).toList();
            if (!states.isEmpty()) {
                edits(text, states.get(random.nextInt(states.size())), random);
            }
        }
    }

    private void edits(String text, Outline.State state, SplittableRandom random) {
        var location = state.place().location();
        assertThat(Offers.of(text, location)).isPresent();
        var edit = switch (random.nextInt(5)) {
            case 0 -> FieldEdit.set(text, location, "Comment", Json.parse("{\"a\":[1,{}]}"));
            case 1 -> FieldEdit.remove(text, location, "Type");
            case 2 -> StateEdit.rename(text, location, "A new \"name\"");
            case 3 ->
                StateEdit.addAfter(text, location, "A new \"name\"", (ObjectNode) Json.parse("{\"Type\":\"Pass\"}"));
            default -> StateEdit.remove(text, location);
        };
        if (edit instanceof Edit.Change change) {
            edited++;
            var after = change.apply(text);
            assertThat(Reading.ofJson(after)).as(after).isInstanceOf(Reading.Tree.class);
        }
    }

    private static Stream<Outline.State> all(Outline.Flow flow) {
        return flow.states().stream()
                .flatMap(state -> Stream.concat(Stream.of(state), state.inner().stream().flatMap(FuzzTest::all)));
    }

    private static void corpus(List<String> json, List<String> yaml) {
        var folder = System.getenv("FERMATA_CONFORMANCE");
        if (folder == null || folder.isBlank()) {
            System.out.println("FERMATA_CONFORMANCE is not set: only the built-in sources are damaged");
            return;
        }
        var definitions = Path.of(folder).resolve("definitions");
        for (var line : Conformance.text(definitions.resolve("index.jsonl")).lines().toList()) {
            var file = Conformance.read(definitions.resolve(Conformance.parse(line).get("file").stringValue()));
            var text = file.get("definition").stringValue();
            if (text.length() > MAX_SOURCE) {
                continue;
            }
            if (text.stripLeading().startsWith("{")) {
                json.add(file.get("resolvedDefinition").toPrettyString());
            } else {
                yaml.add(text);
            }
        }
    }
}
