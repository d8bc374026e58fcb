// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Map;
import java.util.Optional;
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

    /// The state of that name, at whatever depth it stands.
    public Optional<State> find(String name) {
        return find(flow, name);
    }

    private static Optional<State> find(Flow flow, String name) {
        var here = flow.states().get(name);
        return here != null
                ? Optional.of(here)
                : flow.states().values().stream().flatMap(state -> state.inner().stream())
                        .flatMap(inner -> find(inner, name).stream()).findFirst();
    }
}
