// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Conformance;
import java.util.ArrayList;
import java.util.EnumMap;
import org.junit.jupiter.api.Test;

/// How loud the rules are on definitions that people have published and AWS accepts.
class LintCorpusTest {

    @Test
    void isQuietOnMostRealDefinitions() {
        var folder = Conformance.folder().resolve("definitions");
        var counts = new EnumMap<LintRule, Integer>(LintRule.class);
        var definitions = 0;
        var silent = 0;

        var lines = new ArrayList<String>();
        for (var line : Conformance.text(folder.resolve("index.jsonl")).lines().toList()) {
            var file = Conformance.read(folder.resolve(Conformance.parse(line).get("file").stringValue()));
            if (file.get("expectation").stringValue().equals("valid")) {
                var findings = Lint.check(file.get("resolvedDefinition").toString());
                findings.forEach(finding -> counts.merge(finding.rule(), 1, Integer::sum));
                findings.forEach(finding -> lines.add(finding.code() + " " + file.get("id").stringValue() + " "
                        + finding.location() + ": " + finding.reason()));
                definitions++;
                silent += findings.isEmpty() ? 1 : 0;
            }
        }

        System.out.println(silent + " of " + definitions + " definitions without a finding; findings: " + counts);
        if (Boolean.getBoolean("fermata.lint.show")) {
            lines.stream().sorted().forEach(System.out::println);
        }
        assertThat(silent).isGreaterThan(definitions / 2);
    }
}
