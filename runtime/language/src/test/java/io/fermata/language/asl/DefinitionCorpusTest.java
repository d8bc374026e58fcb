// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Conformance;
import io.fermata.language.Diagnostic;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Real definitions: the verdict on each is that of the corpus, but for those whose disagreement is judged in
/// `corpus-disagreements.json`.
class DefinitionCorpusTest {

    private static final double FLOOR = 0.99;

    @Test
    void acceptsValidDefinitions() {
        var wrong = new TreeMap<String, String>();
        var cases = cases("valid");

        for (var example : cases) {
            if (example.parsed() instanceof Parsed.Invalid(var diagnostics)) {
                wrong.put(example.id(), errors(diagnostics));
            }
        }

        report("accepted", cases.size(), wrong);
        assertThat(cases).hasSizeGreaterThan(200);
        assertThat(wrong.keySet()).isEqualTo(judged());
        assertThat(wrong.size()).isLessThan((int) (cases.size() * (1 - FLOOR)) + 1);
    }

    @Test
    void refusesInvalidDefinitions() {
        var wrong = new TreeMap<String, String>();
        var cases = cases("invalid");

        for (var example : cases) {
            if (example.parsed() instanceof Parsed.Valid) {
                wrong.put(example.id(), example.reason());
            }
        }

        report("refused", cases.size(), wrong);
        assertThat(cases).hasSizeGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    private static Set<String> judged() {
        return Conformance.read(Path.of("src/test/resources/corpus-disagreements.json")).valueStream()
                .map(one -> one.get("id").stringValue()).collect(Collectors.toSet());
    }

    private static void report(String verb, int cases, Map<String, String> wrong) {
        wrong.forEach((id, why) -> System.out.println(id + ": " + why));
        System.out.println(verb + " " + (cases - wrong.size()) + " of " + cases);
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
