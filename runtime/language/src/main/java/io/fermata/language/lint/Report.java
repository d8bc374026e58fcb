// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.text.Source;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects the findings of one text, at most 1,000.
final class Report {

    private static final int MAX_FINDINGS = 1_000;

    private final Set<LintFinding> findings = new LinkedHashSet<>();

    /// Adds a finding with the rule's own fix.
    void add(LintRule rule, Source at, String reason) {
        add(rule, at, reason, rule.fix());
    }

    void add(LintRule rule, Source at, String reason, String fix) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(new LintFinding(rule, at.location(), at.line(), at.column(), reason, fix));
        }
    }

    List<LintFinding> inOrder() {
        return findings.stream().sorted(Comparator.comparingInt(LintFinding::line)
                .thenComparingInt(LintFinding::column).thenComparing(LintFinding::rule)).toList();
    }
}
