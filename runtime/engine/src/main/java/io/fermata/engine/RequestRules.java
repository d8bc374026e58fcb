// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.TaskResource;
import tools.jackson.databind.JsonNode;

/// What resources demand, asked before an attempt is recorded. Asked in a turn alone and never when a history is folded, so
/// that what is recorded stays what it was.
@FunctionalInterface
public interface RequestRules {

    /// No resource demands anything.
    RequestRules NONE = (_, parameters) -> parameters;

    /// The parameters as the history shows them and as the resource gets them.
    ///
    /// @throws EvaluationException `States.Runtime` if they break a rule
    JsonNode apply(TaskResource resource, JsonNode parameters);

    /// Whether there is such an activity, as far as can be known quickly; true when in doubt.
    ///
    /// @param tenant whose execution asks
    default boolean isThere(long tenant, TaskResource.Activity activity) {
        return true;
    }
}
