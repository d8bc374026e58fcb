// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Conformance;
import io.fermata.language.Diagnostic;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.text.Reading;
import io.fermata.language.text.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SubstitutionsTest {

    @Test
    void replacesTokensInValuesAndKeys() {
        var substituted = Substitutions.apply("{\"${K}\": \"a ${V} b ${V}\"}", Map.of("K", "key", "V", "x"));

        assertThat(substituted.text()).isEqualTo("{\"key\": \"a x b x\"}");
        assertThat(substituted.diagnostics()).isEmpty();
    }

    @Test
    void keepsTheQuotesAroundAToken() {
        var substituted = Substitutions.applyJson("{\"a\": \"${N}\", \"b\": ${N}}", Map.of("N", Json.parse("3")));

        assertThat(substituted.text()).isEqualTo("{\"a\": \"3\", \"b\": 3}");
    }

    @Test
    void replacesTokensInsideValues() {
        var values = Map.of("Table", "${Prefix}-orders", "Prefix", "live");

        var substituted = Substitutions.apply("{\"a\": \"${Table}\"}", values);

        assertThat(substituted.text()).isEqualTo("{\"a\": \"live-orders\"}");
        assertThat(substituted.diagnostics()).isEmpty();
    }

    @Test
    void takesEverySpellingThatHasAValue() {
        assertThat(Substitutions.apply("${a b} ${AWS::Region}", Map.of("a b", "1", "AWS::Region", "2")).text())
                .isEqualTo("1 2");
    }

    @Test
    void leavesOtherBracesAlone() {
        var text = "{\"a\": \"{% ${'x': y} %} ${} $ {A} ${!A} ${\"}";

        assertThat(Substitutions.tokens(text)).isEmpty();
        assertThat(Substitutions.apply(text, Map.of()).text()).isEqualTo(text);
    }

    @Test
    void tellsWhereATokenWithoutValueStands() {
        var text = """
                {"StartAt": "S", "States": {"S": {"Type": "Task",
                  "Comment": "${Known}", "Resource": "${Fn.Arn}", "End": true}}}""";

        var diagnostics = Substitutions.apply(text, Map.of("Known", "a much longer text")).diagnostics();

        assertThat(diagnostics).containsExactly(new Diagnostic(Diagnostic.Severity.ERROR, "UNRESOLVED_SUBSTITUTION",
                "No value is given for ${Fn.Arn}: add a substitution named 'Fn.Arn'", "/States/S/Resource", 2, 39));
    }

    @Test
    void tellsThePlaceInYamlToo() {
        var diagnostics = Substitutions.apply("StartAt: ${A}\nStates:\n  ${B}: {Type: Succeed}\n", Map.of("A", "x"))
                .diagnostics();

        assertThat(diagnostics).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.location()).isEqualTo("/States/${B}");
            assertThat(diagnostic.line()).isEqualTo(3);
            assertThat(diagnostic.column()).isEqualTo(3);
        });
    }

    @Test
    void warnsOfAValueThatNoTokenAsksFor() {
        var diagnostics = Substitutions.apply("{}", Map.of("Nmae", "x")).diagnostics();

        assertThat(diagnostics).containsExactly(new Diagnostic(Diagnostic.Severity.WARNING, "UNUSED_SUBSTITUTION",
                "The text has no ${Nmae}: remove the substitution 'Nmae', or look for a spelling error", null, 0, 0));
    }

    @Test
    void showsFindingsOfTheResultInTheOriginalText() {
        var text = "{\"StartAt\": \"${S}\", \"States\": {\"${S}\": {\"Type\": \"Pass\", \"Next\": \"Nowhere\"},\n"
                + "\"E\": {\"Type\": \"Succeed\", \"Comment\": ${N}}}}";

        var parsed = Substitutions.apply(text, Map.of("S", "A very long name", "N", "12"))
                .parse(MachineType.STANDARD);

        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        assertThat(parsed.diagnostics()).anySatisfy(diagnostic -> {
            assertThat(diagnostic.message()).isEqualTo("Missing 'Next' target: Nowhere");
            assertThat(diagnostic.column()).isEqualTo(text.indexOf("\"Next\"") + 1);
        }).anySatisfy(diagnostic -> {
            assertThat(diagnostic.location()).isEqualTo("/States/E/Comment");
            assertThat(diagnostic.line()).isEqualTo(2);
            assertThat(diagnostic.column()).isEqualTo(26);
        });
    }

    @Test
    void refusesADefinitionWithATokenWithoutValue() {
        var text = "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Succeed\", \"Comment\": \"${C}\"}}}";

        assertThat(Substitutions.apply(text, Map.of()).parse(MachineType.STANDARD)).isInstanceOf(Parsed.Invalid.class);
        assertThat(Substitutions.apply(text, Map.of("C", "c")).parse(MachineType.STANDARD))
                .isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void stopsValuesThatLeadBackToThemselves() {
        var diagnostics = Substitutions.apply("\"${A}\"", Map.of("A", "${B}", "B", "${A}")).diagnostics();

        assertThat(diagnostics).singleElement().satisfies(diagnostic -> assertThat(diagnostic.message())
                .isEqualTo("The value of ${A} leads back to itself: write the value out"));
    }

    @Test
    void stopsValuesThatGrowWithoutBound() {
        var values = IntStream.range(0, 60).boxed().collect(Collectors.toMap(i -> "V" + i,
                i -> i == 0 ? "0123456789" : "${V%d}${V%d}".formatted(i - 1, i - 1)));

        var substituted = Substitutions.apply("{\"a\": \"${V59}\"}", values);

        assertThat(substituted.diagnostics()).anySatisfy(diagnostic -> assertThat(diagnostic.message())
                .startsWith("The definition has more than 1048576 characters"));
        assertThat(substituted.text().length()).isLessThan(8_000_000);
    }

    @Test
    void stopsValuesThatNestDeeply() {
        var values = IntStream.range(0, 20_000).boxed()
                .collect(Collectors.toMap(i -> "V" + i, i -> "${V%d}".formatted(i + 1)));

        var diagnostics = Substitutions.apply("\"${V0}\"", values).diagnostics();

        assertThat(diagnostics.getFirst().message())
                .isEqualTo("The value of ${V64} is reached through 64 others: write the value out");
    }

    @Test
    void readsATextOfManyOpenTokensInTime() {
        var text = "${a".repeat(300_000) + "}";

        assertThat(Substitutions.apply(text, Map.of()).diagnostics()).hasSizeLessThan(101);
    }

    @Test
    void findsTheTokensOfRealDefinitions() {
        var folder = Conformance.folder().resolve("definitions");
        var compared = 0;
        var resolved = 0;

        for (var line : Conformance.text(folder.resolve("index.jsonl")).lines().toList()) {
            var file = Conformance.read(folder.resolve(Conformance.parse(line).get("file").stringValue()));
            var text = file.get("definition").stringValue();
            var listed = new LinkedHashMap<String, String>();
            file.get("substitutions").values()
                    .forEach(token -> listed.put(token.get("token").stringValue(), token.get("value").stringValue()));
            var others = listed.keySet().removeIf(token -> !text.contains("${" + token + "}"));

            var found = Substitutions.tokens(text).stream().map(Substitutions.Token::name).collect(Collectors.toSet());

            assertThat(found).as(file.get("id").stringValue()).isEqualTo(listed.keySet());
            compared += found.isEmpty() ? 0 : 1;
            if (!others && !found.isEmpty()) {
                assertThat(whenReplaced(text, listed).equals(SubstitutionsTest::compare,
                        file.get("resolvedDefinition"))).as(file.get("id").stringValue()).isTrue();
                resolved++;
            }
        }

        System.out.println("definitions with tokens: " + compared + ", equal when replaced: " + resolved);
        assertThat(compared).isGreaterThan(150);
        assertThat(resolved).isGreaterThan(150);
    }

    /// The corpus spells 1.0 as 1.
    private static int compare(JsonNode one, JsonNode two) {
        return one.equals(two) || one.isNumber() && two.isNumber() && one.doubleValue() == two.doubleValue() ? 0 : 1;
    }

    private static JsonNode whenReplaced(String text, Map<String, String> values) {
        var substituted = Substitutions.apply(text, values);
        assertThat(substituted.diagnostics()).isEmpty();
        return switch (Yaml.read(substituted.text())) {
            case Reading.Tree(var root) -> Conformance.parse(Json.write(root.value()));
            case Reading.Refused(var diagnostic) -> throw new AssertionError(diagnostic.toString());
        };
    }
}
