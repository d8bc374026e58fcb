// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.language.Diagnostic;
import java.util.List;
import java.util.Optional;

/// What came of creating or updating a state machine.
public sealed interface StateMachineAnswer {

    /// The machine as it now is: made, changed, or found as it was asked for.
    ///
    /// @param warnings findings of the definition that do not refuse it
    /// @param version the version that was published, now or before, if that was asked for
    record Stored(StateMachine machine, List<Diagnostic> warnings,
            Optional<Version> version) implements StateMachineAnswer {

        public Stored {
            warnings = List.copyOf(warnings);
        }

        /// Without a version.
        public Stored(StateMachine machine, List<Diagnostic> warnings) {
            this(machine, warnings, Optional.empty());
        }
    }

    /// The name breaks the rule of [Names].
    record InvalidName(String name) implements StateMachineAnswer {}

    /// The definition was refused.
    record InvalidDefinition(List<Diagnostic> findings) implements StateMachineAnswer {

        public InvalidDefinition {
            findings = List.copyOf(findings);
        }
    }

    /// A tag breaks its rule.
    record InvalidTags(String sentence) implements StateMachineAnswer {}

    /// A machine of this name exists and differs from what was asked for.
    record AlreadyExists(StateMachine machine) implements StateMachineAnswer {}

    /// A machine of this name is being deleted.
    record Deleting(StateMachine machine) implements StateMachineAnswer {}

    /// There is no machine of this name.
    record NotFound() implements StateMachineAnswer {}

    /// The machine has 1,000 versions; nothing was changed.
    record TooManyVersions() implements StateMachineAnswer {}

    /// The change asks for nothing.
    record NothingAsked() implements StateMachineAnswer {}
}
