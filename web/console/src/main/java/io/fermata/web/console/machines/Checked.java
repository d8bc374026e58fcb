// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.machines;

import io.fermata.catalog.Acceptance;
import io.fermata.language.Diagnostic;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.lint.Lint;
import io.fermata.language.lint.LintFinding;
import io.fermata.web.console.graph.Colouring;
import io.fermata.web.console.graph.Graphs;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the check of a text found, ready for the page.
///
/// @param graph SVG, or empty when the text has errors or too many states
/// @param note why there is no graph, or how many states it has
record Checked(List<Problem> problems, long errors, long warnings, String graph, String note) {

    /// One finding.
    ///
    /// @param line from 1; 0 when the finding has no place
    record Problem(boolean error, int line, int column, String message, @Nullable String location) {

        static Problem of(Diagnostic found) {
            return new Problem(found.severity() == Diagnostic.Severity.ERROR, found.line(), found.column(),
                    found.message(), found.location());
        }

        static Problem of(LintFinding found) {
            return new Problem(false, found.line(), found.column(), found.reason() + ". " + found.fix() + ".",
                    found.location());
        }

        public String place() {
            return line == 0 ? "" : "L" + line;
        }
    }

    static Checked of(String text, MachineType type, Graphs graphs) {
        var parsed = Acceptance.of(text, type);
        var problems = Stream
                .concat(parsed.diagnostics().stream().map(Problem::of), Lint.check(text).stream().map(Problem::of))
                .sorted(Comparator.comparing(Problem::error).reversed().thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .toList();
        long errors = problems.stream().filter(Problem::error).count();
        long warnings = problems.size() - errors;
        return switch (parsed) {
            case Parsed.Valid(var definition, _) -> {
                int states = Graphs.size(definition.flow());
                yield new Checked(problems, errors, warnings, graphs.ofText(text, definition, Colouring.PLAIN),
                        states > Graphs.MOST_STATES ? states + " states: too many to draw" : states + " states");
            }
            case Parsed.Invalid _ ->
                new Checked(problems, errors, warnings, "", "The graph appears when the errors are gone.");
        };
    }
}
