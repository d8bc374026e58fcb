// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A `StartAt` with its `States`, in the order of the text: a whole machine, a Parallel branch or a Map's item processor.
public record Flow(String startAt, Map<String, State> states) {

    public Flow {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /// The state of that name.
    ///
    /// @throws IllegalArgumentException when the flow has none, which a valid definition rules out
    public State state(String name) {
        var state = states.get(name);
        if (state == null) {
            throw new IllegalArgumentException("no state named " + name);
        }
        return state;
    }
}
