// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Set;

/// What a Choice rule asks. Compiled once, immutable, pure.
public interface Condition {

    /// Whether the rule holds in this scope. A type mismatch is false, not an error.
    ///
    /// @throws EvaluationException `States.Runtime` when the variable's path finds nothing (except for `IsPresent`)
    boolean test(Scope scope);

    /// The condition in few words for a person, for instance `$.amount > 500`.
    String summary();

    /// The names of the execution's variables that it reads, without `$`.
    Set<String> variables();
}
