// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.TaskResource;
import tools.jackson.databind.JsonNode;

/// What resources demand of their parameters, asked before an attempt is recorded. Depends on its arguments alone.
@FunctionalInterface
public interface RequestRules {

    /// No resource demands anything.
    RequestRules NONE = (_, parameters) -> parameters;

    /// The parameters as the history shows them and as the resource gets them.
    ///
    /// @throws EvaluationException `States.Runtime` if they break a rule
    JsonNode apply(TaskResource resource, JsonNode parameters);
}
