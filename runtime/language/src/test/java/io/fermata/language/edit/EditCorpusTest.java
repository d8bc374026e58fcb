// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Conformance;
import io.fermata.language.Edges;
import io.fermata.language.Flow;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.State;
import io.fermata.language.asl.Asl;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Edits of real definitions, in the form in which they were published.
class EditCorpusTest {

    private static final int EDITS_PER_DEFINITION = 40;
    private static final List<String> VALUES = List.of("1", "\"a \\\"b\\\" \\\\ \"", "{}", "[]", "null",
            "{\"a\":[1,2.50,{\"b\":null}]}", "[{\"x\":\"y\"},[[]]]");

    @Test
    void changesOneFieldAndNothingElse() {
        var random = new SplittableRandom(20_261);
        var count = 0;

        for (var text : texts()) {
            for (var i = 0; i < EDITS_PER_DEFINITION; i++) {
                var state = anyState(text, random);
                if (state == null) {
                    continue;
                }
                var field = anyField(state, random);
                var location = state.place().location();
                var removal = random.nextInt(4) == 0;
                var value = Json.parse(VALUES.get(random.nextInt(VALUES.size())));
                var edit = removal
                        ? FieldEdit.remove(text, location, field)
                        : FieldEdit.set(text, location, field, value);

                assertThat(edit).isInstanceOf(Edit.Change.class);
                var change = (Edit.Change) edit;
                var edited = change.apply(text);
                assertThat(Conformance.parse(edited)).as(location + " " + field + " in " + text)
                        .isEqualTo(expected(text, state, field, removal ? null : value));
                assertThat(change.edits()).hasSizeLessThan(2).allSatisfy(one -> {
                    assertThat(one.offset()).isBetween(state.place().start(), state.place().end());
                    assertThat(one.offset() + one.length()).isLessThanOrEqualTo(state.place().end());
                });
                count++;
            }
        }

        System.out.println("field edits of real definitions: " + count);
        assertThat(count).isGreaterThan(10_000);
    }

    @Test
    void takesARenameBack() {
        var random = new SplittableRandom(7);
        var count = 0;

        for (var text : texts()) {
            var state = anyState(text, random);
            if (state == null) {
                continue;
            }
            var there = StateEdit.rename(text, state.place().location(), "A new name");
            if (there instanceof Edit.Change change) {
                var renamed = change.apply(text);
                var location = state.place().location();
                var back = location.substring(0, location.length() - state.name().length()) + "A new name";

                var again = StateEdit.rename(renamed, back, state.name());

                assertThat(again).as(location).isInstanceOf(Edit.Change.class);
                assertThat(Conformance.parse(((Edit.Change) again).apply(renamed))).isEqualTo(Conformance.parse(text));
                count++;
            }
        }

        assertThat(count).isGreaterThan(500);
    }

    @Test
    void keepsValidDefinitionsValidWhenStatesComeAndGo() {
        var random = new SplittableRandom(11);
        var pass = (ObjectNode) Json.parse("{\"Type\":\"Pass\"}");
        var added = 0;
        var removed = 0;

        for (var text : texts()) {
            var state = anyState(text, random);
            if (state == null || !(Asl.parse(text) instanceof Parsed.Valid)) {
                continue;
            }
            var location = state.place().location();
            if (StateEdit.addAfter(text, location, "A new name", pass) instanceof Edit.Change change) {
                assertThat(Asl.parse(change.apply(text)).diagnostics()).as(location)
                        .allSatisfy(found -> assertThat(found.code()).isNotEqualTo("SCHEMA_VALIDATION_FAILED"));
                added++;
            }
            if (StateEdit.remove(text, location) instanceof Edit.Change change) {
                assertThat(Asl.parse(change.apply(text)).diagnostics()).as(location + " in " + text).noneSatisfy(
                        found -> assertThat(found.message()).startsWith("Missing 'Next' target"));
                removed++;
            }
        }

        System.out.println("states added to real definitions: " + added + ", removed: " + removed);
        assertThat(added).isGreaterThan(200);
        assertThat(removed).isGreaterThan(100);
    }

    @Test
    void formatsWithoutChangingWhatIsMeantAndOnlyOnce() {
        for (var text : texts()) {
            var pretty = Formatting.pretty(text).orElseThrow();

            assertThat(Conformance.parse(pretty)).isEqualTo(Conformance.parse(text));
            assertThat(pretty.replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
            assertThat(Formatting.pretty(pretty)).contains(pretty);
        }
    }

    @Test
    void drawsTheSameTransitionsFromTheTextAsFromTheDefinition() {
        var compared = 0;
        for (var text : texts()) {
            if (Asl.parse(text, MachineType.STANDARD) instanceof Parsed.Valid(var definition, var _)) {
                compare(((Outline.States) Outline.of(text)).flow(), definition.flow());
                compared++;
            }
        }

        assertThat(compared).isGreaterThan(200);
    }

    private static void compare(Outline.Flow outline, Flow flow) {
        var edges = outline.states().stream().flatMap(state -> state.transitions().stream()
                .map(link -> new Edges.Edge(state.name(), link.to(), link.label(), link.kind()))).toList();
        assertThat(edges).isEqualTo(Edges.of(flow));
        for (var state : outline.states()) {
            var inner = switch (flow.state(state.name())) {
                case State.Parallel parallel -> parallel.branches();
                case State.Map map -> List.of(map.processor());
                case State _ -> List.<Flow>of();
            };
            assertThat(state.inner()).hasSameSizeAs(inner);
            for (var i = 0; i < inner.size(); i++) {
                compare(state.inner().get(i), inner.get(i));
            }
        }
    }

    private static JsonNode expected(String text, Outline.State state, String field, JsonNode value) {
        var tree = Conformance.parse(text);
        var own = text.substring(state.place().start(), state.place().end());
        var object = find(tree, (ObjectNode) Conformance.parse(own), state.name());
        if (value == null) {
            object.remove(field);
        } else {
            object.set(field, Conformance.parse(Json.write(value)));
        }
        return tree;
    }

    /// The state's object in the tree: names are unique in the definitions that are edited here.
    private static ObjectNode find(JsonNode tree, ObjectNode state, String name) {
        return tree.findValues(name).stream().filter(state::equals).map(ObjectNode.class::cast).findFirst()
                .orElseThrow();
    }

    private static Outline.State anyState(String text, SplittableRandom random) {
        if (!(Outline.of(text) instanceof Outline.States(var flow))) {
            return null;
        }
        var states = all(flow).filter(state -> text.charAt(state.place().start()) == '{').toList();
        return states.isEmpty() ? null : states.get(random.nextInt(states.size()));
    }

    private static Stream<Outline.State> all(Outline.Flow flow) {
        return flow.states().stream()
                .flatMap(state -> Stream.concat(Stream.of(state), state.inner().stream().flatMap(EditCorpusTest::all)));
    }

    private static String anyField(Outline.State state, SplittableRandom random) {
        var names = List.of("Comment", "Next", "End", "Type", "Retry", "Parameters", "A \"new\" field");
        return names.get(random.nextInt(names.size()));
    }

    /// Texts of the definitions with unique names, as published where that is JSON.
    private static List<String> texts() {
        var folder = Conformance.folder().resolve("definitions");
        var texts = new ArrayList<String>();
        for (var line : Conformance.text(folder.resolve("index.jsonl")).lines().toList()) {
            var file = Conformance.read(folder.resolve(Conformance.parse(line).get("file").stringValue()));
            var text = file.get("definition").stringValue();
            if (Outline.of(text) instanceof Outline.States(var flow) && text.stripLeading().startsWith("{")
                    && all(flow).map(Outline.State::name).distinct().count() == all(flow).count()) {
                texts.add(text);
            }
        }
        return texts;
    }
}
