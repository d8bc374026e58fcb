// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A parsed and valid state machine definition. Immutable, free of execution data, shared by threads.
///
/// @param timeoutSeconds budget of a whole execution in seconds, 0 to 99,999,999; null when unlimited
/// @param extents where each state stands in the text, by its name, which is unique in the whole definition
public record Definition(Flow flow, QueryLanguage queryLanguage, @Nullable Long timeoutSeconds,
        @Nullable String comment, Map<String, Extent> extents) {

    public Definition {
        extents = Map.copyOf(extents);
    }
}
