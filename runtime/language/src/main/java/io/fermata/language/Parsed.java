// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.List;

/// The result of parsing a definition.
public sealed interface Parsed {

    /// All findings in the order of the text.
    List<Diagnostic> diagnostics();

    /// A definition that can run.
    ///
    /// @param diagnostics warnings only
    record Valid(Definition definition, List<Diagnostic> diagnostics) implements Parsed {

        public Valid {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /// A text that is refused.
    ///
    /// @param diagnostics at least one error
    record Invalid(List<Diagnostic> diagnostics) implements Parsed {

        public Invalid {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
