// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.graph;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a graph shows beyond the definition.
///
/// @param marks by state; a state without one was not reached
/// @param taken transitions that were taken, as `from\nto`, the end being an empty name
/// @param selected the chosen state, or null
/// @param query what comes before the name of a state in its link, for instance `?s=`; empty for a graph without links
/// @param ran whether this is a graph of an execution
public record Colouring(Map<String, Mark> marks, Set<String> taken, @Nullable String selected, String query,
        boolean ran) {

    /// A graph of a definition by itself.
    public static final Colouring PLAIN = new Colouring(Map.of(), Set.of(), null, "", false);

    public Colouring {
        marks = Map.copyOf(marks);
        taken = Set.copyOf(taken);
    }

    /// The key of a transition in [#taken].
    public static String key(String from, @Nullable String to) {
        return from + "\n" + (to == null ? "" : to);
    }

    boolean hit(Drawing.Line line) {
        var to = line.to();
        return line.from().isEmpty() ? to != null && marks.containsKey(to) : taken.contains(key(line.from(), to));
    }
}
