// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.MachineType;
import io.fermata.language.asl.Asl;
import io.fermata.language.asl.Substitutions;
import io.fermata.language.edit.Edit;
import io.fermata.language.edit.Formatting;
import io.fermata.language.edit.Offers;
import io.fermata.language.edit.Outline;
import io.fermata.language.edit.StateEdit;
import io.fermata.language.lint.Lint;
import io.fermata.language.text.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Texts of the greatest size, made to cost as much as they can. What takes more than linear time hangs here.
class LargeTextTest {

    private static final int MAX = 1_048_576;

    @TestFactory
    Stream<DynamicTest> endsOnEveryLargeText() {
        return texts().entrySet().stream().map(text -> DynamicTest.dynamicTest(text.getKey(), () -> {
            assertThat(text.getValue().length()).isBetween(MAX / 2, MAX);
            exercise(text.getValue());
        }));
    }

    private static void exercise(String text) {
        Asl.parse(text);
        Asl.parseYaml(text, MachineType.EXPRESS);
        Yaml.toJson(text);
        Lint.check(text);
        Formatting.pretty(text);
        Substitutions.apply(text, Map.of("a", "b")).parse(MachineType.STANDARD);
        if (Outline.of(text) instanceof Outline.States(var flow) && !flow.states().isEmpty()) {
            var last = flow.states().getLast();
            assertThat(Offers.of(text, last.place().location())).isPresent();
            if (StateEdit.rename(text, last.place().location(), "Another") instanceof Edit.Change change) {
                assertThat(change.apply(text)).contains("Another");
            }
            StateEdit.remove(text, last.place().location());
        }
    }

    private static Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        texts.put("a chain of states", states(i -> "\"S%d\":{\"Type\":\"Pass\",\"Next\":\"S%d\"}".formatted(i, i + 1)));
        texts.put("loops of two", states(i -> "\"S%d\":{\"Type\":\"Pass\",\"Next\":\"S%d\"}".formatted(i, i ^ 1)));
        texts.put("all to one", states(i -> "\"S%d\":{\"Type\":\"Pass\",\"Next\":\"S0\"}".formatted(i)));
        texts.put("templates of copies",
                states(i -> ("\"S%d\":{\"Type\":\"Pass\",\"Parameters\":{\"a.$\":\"$\",\"b.$\":\"$\","
                        + "\"c.$\":\"$.a.b\"},\"Next\":\"S%d\"}").formatted(i, (i + 1) % 9_000)));
        texts.put("a choice of many rules", "{\"StartAt\":\"C\",\"States\":{\"C\":{\"Type\":\"Choice\",\"Choices\":["
                + filled(i -> "{\"Variable\":\"$.x\",\"NumericEquals\":" + i % 7 + ",\"Next\":\"E\"}")
                + "]},\"E\":{\"Type\":\"Succeed\"}}}");
        texts.put("a catch of many errors", "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Catch\":["
                + filled(i -> "{\"ErrorEquals\":[\"E" + i % 999 + "\"],\"Next\":\"T\"}") + "]}}}");
        texts.put("an array of numbers", "{\"States\":{\"S\":{\"Type\":\"Pass\",\"Result\":[" + filled(String::valueOf)
                + "]}}}");
        texts.put("a text like tokens", "{\"States\":{\"S\":{\"Type\":\"Pass\",\"Result\":{\"password\":\""
                + "eyJ-".repeat(250_000) + "\"}}}}");
        texts.put("a call of many arguments", "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Pass\",\"Next\":\"S\","
                + "\"Parameters\":{\"a.$\":\"States.Array(" + "$.a,'\\\\'',".repeat(60_000) + "$)\"}}}}");
        texts.put("a path of many steps", "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Pass\",\"InputPath\":\"$"
                + ".a".repeat(400_000) + "\"}}}");
        texts.put("tokens that never close", "\"" + "${a".repeat(300_000) + "\"");
        texts.put("yaml keys", lines(i -> "k" + i + ": v"));
        texts.put("yaml items", lines(i -> "- " + i));
        texts.put("yaml anchors", lines(i -> "k" + i + ": &a" + i + " v"));
        texts.put("yaml aliases", "a: &a {b: [1, 2, 3]}\n" + lines(i -> "k" + i + ": *a"));
        texts.put("yaml flow", "a: [" + "{b: c}, ".repeat(120_000) + "]");
        texts.put("yaml brackets", "a: " + "[".repeat(900_000));
        texts.put("yaml braces", "{".repeat(900_000));
        texts.put("yaml question marks", "? ".repeat(400_000));
        texts.put("yaml open quote", "a: \"" + "b\n".repeat(400_000));
        texts.put("yaml many plain lines", "a: b\n" + "  b\n".repeat(250_000));
        texts.put("yaml block of blank lines", "a: |\n" + "\n".repeat(900_000));
        texts.put("yaml comments", "a: b\n" + "# c\n".repeat(250_000));
        texts.put("yaml documents", "a: b\n" + "---\n".repeat(250_000));
        texts.put("yaml colons", ":".repeat(900_000));
        texts.put("yaml tags", "!".repeat(900_000));
        texts.put("yaml exclamations", "a: " + "!a ".repeat(300_000));
        texts.put("yaml blanks", "a:" + " ".repeat(900_000) + "b");
        texts.put("yaml digits", "a: " + "1".repeat(900_000));
        texts.put("yaml pairs of surrogates", "a: " + "😀".repeat(400_000));
        return texts;
    }

    private static String states(IntFunction<String> state) {
        return "{\"StartAt\":\"S0\",\"States\":{" + filled(state) + "}}";
    }

    private static String filled(IntFunction<String> part) {
        var size = Math.max(part.apply(999_999).length(), part.apply(998).length()) + 1;
        return IntStream.range(0, (MAX - 200) / size).mapToObj(part).collect(Collectors.joining(","));
    }

    private static String lines(IntFunction<String> line) {
        var size = line.apply(999_999).length() + 1;
        return IntStream.range(0, MAX / size).mapToObj(line).collect(Collectors.joining("\n"));
    }
}
