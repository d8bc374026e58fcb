// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What came of calling a resource. Expected failures are values, not exceptions.
public sealed interface TaskOutcome {

    /// The call was answered. For a request-response task this is the result; for a callback or job task it is what
    /// `TaskSubmitted` shows, and the result comes later.
    record Answered(JsonNode output) implements TaskOutcome {}

    /// The call failed.
    ///
    /// @param error the error name that `Retry` and `Catch` match
    record Failed(@Nullable String error, @Nullable String cause) implements TaskOutcome {}
}
