// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Cases;
import io.fermata.language.Diagnostic;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class ValidationCasesTest {

    @TestFactory
    Stream<DynamicTest> definitions() {
        return Cases.of("validation", example -> {
            var definition = example.get("definition");
            var text = definition.isString() ? definition.stringValue() : definition.toString();
            var type = MachineType.valueOf(example.has("type") ? example.get("type").stringValue() : "STANDARD");

            var parsed = Asl.parse(text, type);

            assertThat(parsed.diagnostics().stream().map(ValidationCasesTest::line).toList())
                    .isEqualTo(expected(example));
            assertThat(parsed instanceof Parsed.Invalid).isEqualTo(parsed.diagnostics().stream()
                    .anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR));
        });
    }

    private static String line(Diagnostic diagnostic) {
        return diagnostic.code() + ": " + diagnostic.message() + " at " + diagnostic.location();
    }

    private static List<String> expected(JsonNode example) {
        return StreamSupport.stream(example.get("diagnostics").spliterator(), false).map(JsonNode::stringValue)
                .toList();
    }
}
