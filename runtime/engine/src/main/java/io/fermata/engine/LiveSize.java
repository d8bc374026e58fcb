// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How much data an execution holds at the moment, as bytes of JSON text: what its frames were given, wait with, and have
/// put together. A value that several frames share counts once. Takes time in proportion to the data.
public final class LiveSize {

    private final Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private long bytes;

    private LiveSize() {}

    /// The bytes of an execution.
    public static long of(Execution execution) {
        var size = new LiveSize();
        size.add(execution.input());
        size.add(execution.output());
        for (var frame : execution.liveFrames()) {
            size.add(frame.input);
            size.add(frame.parameters);
            frame.variables.values().forEach(size::add);
            frame.items.forEach(size::add);
            for (var result : frame.results) {
                size.add(result);
            }
        }
        return size.bytes;
    }

    /// The bytes of one value.
    public static long of(JsonNode value) {
        return PayloadSize.of(value);
    }

    private void add(@Nullable JsonNode value) {
        if (value != null && seen.add(value)) {
            bytes += PayloadSize.of(value);
        }
    }
}
