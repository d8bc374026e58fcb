// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.time.Instant;
import java.util.Set;

/// When a Wait state ends.
public interface WaitUntil {

    /// The moment at which the wait ends; may lie in the past.
    ///
    /// @param now the moment at which the state was entered
    /// @throws EvaluationException when the value is missing or no number or timestamp
    Instant resolve(Scope scope, Instant now);

    /// The names of the execution's variables that it reads, without `$`.
    Set<String> variables();
}
