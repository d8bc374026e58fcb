// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.asl.SourceFlow;
import io.fermata.language.text.Reading;
import io.fermata.language.text.Source;
import io.fermata.language.text.Yaml;
import java.util.List;

/// The door of this package: a definition in, warnings out. Works on refused definitions too, as far as they can be read.
/// Never throws for any text; pure; thread-safe. At most 1,000 findings.
public final class Lint {

    private Lint() {}

    /// The warnings about a text in JSON or YAML, in the order of the text; none when it is neither.
    public static List<LintFinding> check(String text) {
        return switch (Yaml.read(text)) {
            case Reading.Tree(var root) -> check(root);
            case Reading.Refused _ -> List.of();
        };
    }

    /// The warnings about a definition that was read.
    public static List<LintFinding> check(Source machine) {
        var report = new Report();
        var flow = SourceFlow.of(machine);
        for (var rule : LintRule.values()) {
            rule.check(flow, report);
        }
        return report.inOrder();
    }
}
