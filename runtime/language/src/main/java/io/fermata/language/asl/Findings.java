// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Diagnostic;
import io.fermata.language.text.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what the checks of one definition find.
final class Findings {

    private final List<Diagnostic> diagnostics = new ArrayList<>();

    void schema(String message, Source at) {
        schema(message, at, at);
    }

    /// @param named the value whose path is the location
    /// @param shown the value whose line and column are given
    void schema(String message, Source named, Source shown) {
        add(Diagnostic.Severity.ERROR, "SCHEMA_VALIDATION_FAILED", message, named.location(), shown);
    }

    void error(String code, String message, Source at) {
        add(Diagnostic.Severity.ERROR, code, message, at.location(), at);
    }

    void withoutPlace(String code, String message, Source shown) {
        add(Diagnostic.Severity.ERROR, code, message, null, shown);
    }

    void warning(String code, String message, Source at) {
        add(Diagnostic.Severity.WARNING, code, message, at.location(), at);
    }

    boolean hasErrors() {
        return diagnostics.stream().anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
    }

    /// The findings in the order of the text; those about the whole definition are last.
    List<Diagnostic> inOrder() {
        var placeless = Comparator.comparing((Diagnostic diagnostic) -> diagnostic.location() == null);
        return diagnostics.stream()
                .sorted(placeless.thenComparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column)).toList();
    }

    private void add(Diagnostic.Severity severity, String code, String message, @Nullable String location,
            Source shown) {
        diagnostics.add(new Diagnostic(severity, code, message, location, shown.line(), shown.column()));
    }
}
