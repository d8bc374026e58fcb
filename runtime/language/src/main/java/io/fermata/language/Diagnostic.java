// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import org.jspecify.annotations.Nullable;

/// One finding about a definition, as ValidateStateMachineDefinition reports it.
///
/// @param code AWS's code, for instance `SCHEMA_VALIDATION_FAILED`
/// @param location a path like `/States/Pay/Next`; null when the finding has no place
/// @param line line in the text from 1, 0 when unknown
/// @param column column in the text from 1, 0 when unknown
public record Diagnostic(Severity severity, String code, String message, @Nullable String location, int line,
        int column) {

    /// Whether a finding refuses the definition.
    public enum Severity {
        ERROR,
        WARNING
    }
}
