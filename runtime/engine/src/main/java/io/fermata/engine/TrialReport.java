// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What came of trying a state.
///
/// @param output what the state puts out; null unless it was left
/// @param error the error name; null when nothing failed, or a Fail state gives none
/// @param next the state that follows; null when none does
public record TrialReport(Status status, @Nullable JsonNode output, @Nullable String error, @Nullable String cause,
        @Nullable String next, Inspection inspection) {

    /// How the trial ended.
    public enum Status {
        SUCCEEDED,
        FAILED,
        /// The state failed, and a retrier would try it again.
        RETRIABLE,
        /// The state failed, and a catcher took the error.
        CAUGHT_ERROR
    }

    /// What could be seen on the way.
    ///
    /// @param stages the values of the data flow that were reached
    /// @param variables all variables after the state
    /// @param limits what a Map state sets; null when it was not reached, or the state is none
    public record Inspection(JsonNode input, Map<TrialStage, JsonNode> stages, Map<String, JsonNode> variables,
            @Nullable Limits limits, ErrorDetails errorDetails) {

        public Inspection {
            var copy = new EnumMap<TrialStage, JsonNode>(TrialStage.class);
            copy.putAll(stages);
            stages = Collections.unmodifiableMap(copy);
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        }
    }

    /// The limits of a Map state.
    ///
    /// @param maxConcurrency 0 when the definition sets none
    /// @param toleratedCount null when the definition does not say
    /// @param toleratedPercentage 0 to 100; null when the definition does not say
    public record Limits(long maxConcurrency, @Nullable Long toleratedCount, @Nullable Double toleratedPercentage) {}

    /// Which rules matched an error, counted from 0.
    ///
    /// @param retrier the first retrier that matches; null when none does
    /// @param delay how long the next retry waits; null when there is none
    /// @param catcher the catcher that took the error; null when none did
    public record ErrorDetails(@Nullable Integer retrier, @Nullable Duration delay, @Nullable Integer catcher) {}
}
