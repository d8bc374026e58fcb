// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// How much the variables of all frames of one execution take. Part of the fold: changed by {@link Execution#apply} alone.
final class VariableSpace {

    /// The greatest size of all variables of an execution in bytes (asl.md section 4).
    static final long MOST_BYTES = 10L << 20;

    private long bytes;

    /// Refuses variables for which there is no room any more.
    void checkRoom(Map<String, JsonNode> assigned, String stateName) {
        if (!assigned.isEmpty() && bytes + size(assigned) > MOST_BYTES) {
            throw new EvaluationException("States.DataLimitExceeded", PayloadSize.cause(stateName));
        }
    }

    void assign(Map<String, JsonNode> variables, Map<String, JsonNode> assigned) {
        assigned.forEach((name, value) -> {
            var old = variables.put(name, value);
            bytes += PayloadSize.of(value) - (old == null ? 0 : PayloadSize.of(old));
        });
    }

    void forget(Map<String, JsonNode> variables) {
        bytes -= size(variables);
    }

    private static long size(Map<String, JsonNode> variables) {
        return variables.values().stream().mapToLong(PayloadSize::of).sum();
    }
}
