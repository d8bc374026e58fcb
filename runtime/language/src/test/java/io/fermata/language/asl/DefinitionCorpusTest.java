// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Conformance;
import io.fermata.language.Diagnostic;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DefinitionCorpusTest {

    private static final double ACCEPTED_FLOOR = 0.99;
    private static final double REFUSED_FLOOR = 0.99;

    @Test
    void acceptsValidDefinitions() {
        var wrong = new ArrayList<String>();
        var cases = cases("valid");

        for (var example : cases) {
            if (example.parsed() instanceof Parsed.Invalid(var diagnostics)) {
                wrong.add(example.id() + ": " + errors(diagnostics));
            }
        }

        report("accepted", cases.size(), wrong);
        assertThat(cases).hasSizeGreaterThan(200);
        assertThat(share(cases.size(), wrong)).isGreaterThan(ACCEPTED_FLOOR);
    }

    @Test
    void refusesInvalidDefinitions() {
        var wrong = new ArrayList<String>();
        var cases = cases("invalid");

        for (var example : cases) {
            if (example.parsed() instanceof Parsed.Valid) {
                wrong.add(example.id() + ": " + example.reason());
            }
        }

        report("refused", cases.size(), wrong);
        assertThat(cases).hasSizeGreaterThan(100);
        assertThat(share(cases.size(), wrong)).isGreaterThan(REFUSED_FLOOR);
    }

    private static void report(String verb, int cases, List<String> wrong) {
        wrong.forEach(System.out::println);
        System.out.println(verb + " " + (cases - wrong.size()) + " of " + cases);
    }

    private static double share(int cases, List<String> wrong) {
        return (cases - wrong.size()) / (double) cases;
    }

    private static String errors(List<Diagnostic> diagnostics) {
        return diagnostics.stream().filter(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR)
                .map(diagnostic -> diagnostic.message() + " at " + diagnostic.location())
                .collect(Collectors.joining("; "));
    }

    private static List<Example> cases(String expectation) {
        var folder = Conformance.folder().resolve("definitions");
        return Conformance.text(folder.resolve("index.jsonl")).lines().filter(line -> !line.isBlank())
                .map(Conformance::parse).filter(line -> line.get("expectation").stringValue().equals(expectation))
                .map(line -> {
                    var file = Conformance.read(folder.resolve(line.get("file").stringValue()));
                    var type = line.get("stateMachineType").isNull()
                            ? "STANDARD"
                            : line.get("stateMachineType").stringValue();
                    return new Example(line.get("id").stringValue(), MachineType.valueOf(type),
                            file.get("resolvedDefinition"), String.valueOf(file.get("reason")));
                }).toList();
    }

    private record Example(String id, MachineType type, JsonNode definition, String reason) {

        Parsed parsed() {
            return Asl.parse(definition.toString(), type);
        }
    }
}
