// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Cases;
import io.fermata.language.Diagnostic;
import io.fermata.language.MachineType;
import io.fermata.language.asl.Asl;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class YamlTest {

    @TestFactory
    Stream<DynamicTest> texts() {
        return Cases.of("yaml", example -> {
            var text = example.get("yaml").values().stream().map(JsonNode::stringValue)
                    .collect(Collectors.joining("\n"));

            switch (Yaml.read(text)) {
                case Reading.Tree(var root) -> assertThat(root.value()).isEqualTo(example.get("json"));
                case Reading.Refused(var diagnostic) -> assertThat(diagnostic.code() + ": " + diagnostic.message()
                        + " at " + diagnostic.line() + ":" + diagnostic.column())
                        .isEqualTo(example.has("refused") ? example.get("refused").stringValue() : "no refusal");
            }
        });
    }

    @Test
    void tellsTheYamlLineAndColumnOfAFinding() {
        var diagnostic = Asl.parseYaml("""
                StartAt: S
                States:
                  S:
                    Type: Pass
                    Next: Nowhere
                  T: {Type: Succeed}
                """, MachineType.STANDARD).diagnostics().getFirst();

        assertThat(diagnostic.message()).isEqualTo("Missing 'Next' target: Nowhere");
        assertThat(diagnostic.line()).isEqualTo(5);
        assertThat(diagnostic.column()).isEqualTo(5);
    }

    @Test
    void knowsTheOffsetsOfValuesInEveryStyle() {
        var text = "😀: &a\n  - one\n  - 'two'\nblock: |\n  x\n  y\n\nflow: {k: [1, 2]} # c\nalias: *a\n";

        var root = ((Reading.Tree) Yaml.read(text)).root();

        assertThat(covered(text, root, "😀")).isEqualTo("&a\n  - one\n  - 'two'");
        assertThat(covered(text, root, "block")).isEqualTo("|\n  x\n  y");
        assertThat(covered(text, root, "flow")).isEqualTo("{k: [1, 2]}");
        assertThat(covered(text, root, "alias")).isEqualTo("&a\n  - one\n  - 'two'");
        assertThat(text.substring(root.start(), root.end())).isEqualTo(text.strip());
    }

    @Test
    void convertsToJsonThatMeansTheSame() {
        var yaml = "StartAt: S\nStates:\n  S: {Type: Wait, Seconds: 10, End: true} # ten\n";

        assertThat(Yaml.toJson(yaml)).isEqualTo(new Yaml.Converted.Written(
                "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Wait\",\"Seconds\":10,\"End\":true}}}"));
    }

    @Test
    void readsPairsOfSurrogatesWhereverTheyStand() {
        for (var length : List.of(1_020, 16_370, 65_530)) {
            for (var i = 0; i < 20; i++) {
                var comment = "x".repeat(length + i);

                assertThat(Yaml.read("a: " + comment + "😀")).isInstanceOf(Reading.Tree.class);
                assertThat(Yaml.read("a: " + comment + "\ud83d")).isInstanceOf(Reading.Refused.class);
            }
        }
    }

    @Test
    void stopsATextOfAliasesThatGrowsWithoutBound() {
        var text = IntStream.range(1, 30).mapToObj(i -> "a%d: &a%d [%s]".formatted(i, i,
                i == 1 ? "x" : "*a%d, *a%d, *a%d".formatted(i - 1, i - 1, i - 1))).collect(Collectors.joining("\n"));

        assertThat(refused(text).message())
                .isEqualTo("The definition has more than 100000 values when its aliases are written out: use fewer"
                        + " aliases");
    }

    @Test
    void stopsAliasesOfALongText() {
        var text = "a: &a " + "x".repeat(500_000) + "\nb: [*a, *a, *a]";

        assertThat(refused(text).message()).startsWith("The definition has more than 1048576 characters");
    }

    @Test
    void stopsAliasesThatNestDeeperThanTheirText() {
        var text = IntStream.range(1, 80).mapToObj(i -> "a%d: &a%d [%s]".formatted(i, i,
                i == 1 ? "x" : "*a" + (i - 1))).collect(Collectors.joining("\n"));

        assertThat(refused(text).code()).isEqualTo("TOO_DEEPLY_NESTED");
    }

    @Test
    void refusesATextThatIsTooDeep() {
        assertThat(refused("a: " + "[".repeat(500_000)).code()).isEqualTo("TOO_DEEPLY_NESTED");
        assertThat(refused("- ".repeat(500_000)).code()).isEqualTo("TOO_DEEPLY_NESTED");
    }

    @Test
    void refusesATextThatIsTooLong() {
        assertThat(refused("a: " + "x".repeat(1_048_576)).message())
                .isEqualTo("The definition has 1048579 characters; at most 1048576 are allowed");
    }

    private static String covered(String text, Source root, String member) {
        var value = root.member(member);
        return value == null ? "nothing" : text.substring(value.start(), value.end());
    }

    private static Diagnostic refused(String text) {
        var reading = Yaml.read(text);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading).diagnostic();
    }
}
