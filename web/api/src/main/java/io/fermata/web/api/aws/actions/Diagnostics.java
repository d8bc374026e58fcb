// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.language.Diagnostic;
import io.fermata.web.api.aws.ApiError;
import java.util.List;
import java.util.stream.Collectors;

/// Findings about a definition in the words of API errors.
final class Diagnostics {

    private Diagnostics() {}

    /// The refusal of a definition.
    static ApiError refused(List<Diagnostic> findings) {
        var text = findings.stream().filter(finding -> finding.severity() == Diagnostic.Severity.ERROR)
                .map(Diagnostics::text).collect(Collectors.joining(", "));
        return ApiError.of("InvalidDefinition", "Invalid State Machine Definition: '" + text + "'");
    }

    private static String text(Diagnostic finding) {
        return finding.code() + ": " + finding.message() + " at " + finding.location();
    }
}
