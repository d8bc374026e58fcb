// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Something in a definition that gives a JSON value when it is evaluated: a literal, a path, a payload template, an
/// intrinsic call or a JSONata expression. Compiled once when the definition is parsed; immutable, shared by threads,
/// pure.
public interface Expression {

    /// The value in this scope. The result may share nodes with the scope: treat both as immutable.
    ///
    /// @throws EvaluationException when a path finds nothing or a function fails
    JsonNode evaluate(Scope scope);

    /// The expression as the author wrote it.
    String text();

    /// The names of the execution's variables that it reads, without `$`.
    Set<String> variables();
}
