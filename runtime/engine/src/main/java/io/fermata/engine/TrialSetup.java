// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.State;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a state is tried with.
///
/// @param names whom calls are made for, and as what; its definition is not looked at
/// @param input the state's raw input
/// @param variables the variables in sight
/// @param context the whole context object
/// @param retriesMade how often the retrier that matches has retried already, 0 to {@link #MOST_RETRIES}
/// @param failedIterations how many iterations of a Map have failed, with a mocked result; null when not said
/// @param read what the reader of a Map has read: a JSON document, or an array of items; null when not said
public record TrialSetup(ExecutionFacts names, State state, JsonNode input, Map<String, JsonNode> variables,
        JsonNode context, int retriesMade, @Nullable Integer failedIterations, @Nullable JsonNode read) {

    /// The greatest number of retries that can be said to be made.
    public static final int MOST_RETRIES = 1_000;

    public TrialSetup {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        if (retriesMade < 0 || retriesMade > MOST_RETRIES) {
            throw new IllegalArgumentException("retriesMade must be 0 to " + MOST_RETRIES);
        }
    }
}
