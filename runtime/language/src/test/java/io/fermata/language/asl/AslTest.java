// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Examples;
import io.fermata.language.Diagnostic;
import io.fermata.language.Parsed;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AslTest {

    private static final int MAX_CHARACTERS = 1_048_576;

    @Test
    void tellsLineAndColumnOfTheFinding() {
        var text = """
                {
                  "StartAt": "S",
                  "States": {
                    "S": {"Type": "Pass", "Next": "Nowhere"},
                    "T": {"Type": "Succeed"}
                  }
                }""";

        var diagnostic = Asl.parse(text).diagnostics().getFirst();

        assertThat(diagnostic.location()).isEqualTo("/States/S/Next");
        assertThat(diagnostic.line()).isEqualTo(4);
        assertThat(diagnostic.column()).isEqualTo(27);
    }

    @Test
    void tellsThePlaceOfAnErrorInTheJson() {
        var diagnostic = refused("{\"StartAt\": }");

        assertThat(diagnostic.code()).isEqualTo("INVALID_JSON_DESCRIPTION");
        assertThat(diagnostic.message()).contains("\n at [Source: (String)\"{\"StartAt\": }\"; line: 1, column: 13]");
        assertThat(diagnostic.location()).isEqualTo("[Source: (String)\"{\"StartAt\": }\"; line: 1, column: 13]");
        assertThat(diagnostic.line()).isEqualTo(1);
        assertThat(diagnostic.column()).isEqualTo(13);
    }

    @Test
    void refusesRepeatedKeys() {
        var diagnostic = refused("{\"StartAt\":\"A\",\"StartAt\":\"B\",\"States\":{}}");

        assertThat(diagnostic.code()).isEqualTo("INVALID_JSON_DESCRIPTION");
        assertThat(diagnostic.message()).startsWith("Duplicate Object property \"StartAt\"");
    }

    @Test
    void refusesAnExponentThatNoNumberHas() {
        var diagnostic = refused("{\"TimeoutSeconds\": 1e99999999999}");

        assertThat(diagnostic.message()).startsWith("The exponent of the number is too large\n at ");
        assertThat(diagnostic.line()).isEqualTo(1);
    }

    @Test
    void refusesTextBehindTheDefinition() {
        var diagnostic = refused(machine("\"S\":{\"Type\":\"Succeed\"}") + " {}");

        assertThat(diagnostic.code()).isEqualTo("INVALID_JSON_DESCRIPTION");
    }

    @Test
    void acceptsTheGreatestText() {
        var text = machine("\"S\":{\"Type\":\"Succeed\"}");

        assertThat(Asl.parse(text + " ".repeat(MAX_CHARACTERS - text.length()))).isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void refusesATextThatIsTooLong() {
        var text = machine("\"S\":{\"Type\":\"Succeed\"}");

        var diagnostic = refused(text + " ".repeat(MAX_CHARACTERS - text.length() + 1));

        assertThat(diagnostic.message())
                .isEqualTo("The definition has 1048577 characters; at most 1048576 are allowed");
    }

    @Test
    void refusesATextThatIsTooDeep() {
        var diagnostic = refused("{\"a\":".repeat(65) + "1" + "}".repeat(65));

        assertThat(diagnostic.code()).isEqualTo("TOO_DEEPLY_NESTED");
    }

    @Test
    void acceptsTwoThousandStates() {
        assertThat(Asl.parse(chain(2_000))).isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void refusesMoreThanTwoThousandStates() {
        assertThat(refused(chain(2_001)).message())
                .isEqualTo("A definition can have at most 2000 states; this one has 2001");
    }

    @Test
    void keepsTheOrderOfTheStates() {
        var flow = Examples.definition(chain(30)).flow();

        assertThat(flow.states().keySet())
                .containsExactlyElementsOf(IntStream.range(0, 30).mapToObj(i -> i == 0 ? "S" : "S" + i).toList());
    }

    private static Diagnostic refused(String text) {
        var parsed = Asl.parse(text);
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return parsed.diagnostics().getFirst();
    }

    private static String chain(int states) {
        return machine(IntStream.range(0, states)
                .mapToObj(i -> "\"S%s\":{\"Type\":\"Pass\",%s}".formatted(i == 0 ? "" : i,
                        i == states - 1 ? "\"End\":true" : "\"Next\":\"S" + (i + 1) + "\""))
                .collect(Collectors.joining(",")));
    }

    private static String machine(String states) {
        return "{\"StartAt\":\"S\",\"States\":{" + states + "}}";
    }
}
