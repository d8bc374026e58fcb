// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The transitions between the states of one flow, for drawing. States in the order of the text.
public final class Edges {

    private Edges() {}

    /// Why control can go from one state to another.
    public enum Kind {
        NEXT,
        CHOICE,
        DEFAULT,
        CATCH
    }

    /// One transition.
    ///
    /// @param label the condition or the caught errors for a person; null for [Kind#NEXT] and [Kind#DEFAULT]
    public record Edge(String from, String to, @Nullable String label, Kind kind) {}

    /// The transitions of the flow itself, not of the flows inside its states.
    public static List<Edge> of(Flow flow) {
        var edges = new ArrayList<Edge>();
        flow.states().values().forEach(state -> add(edges, state));
        return List.copyOf(edges);
    }

    private static void add(List<Edge> edges, State state) {
        var from = state.name();
        if (state instanceof State.Choice choice) {
            choice.rules().forEach(
                    rule -> edges.add(new Edge(from, rule.next(), rule.condition().summary(), Kind.CHOICE)));
        }
        var next = state.next();
        if (next != null) {
            edges.add(new Edge(from, next, null, state instanceof State.Choice ? Kind.DEFAULT : Kind.NEXT));
        }
        state.catchers().forEach(catcher -> edges
                .add(new Edge(from, catcher.next(), String.join(", ", catcher.errorEquals()), Kind.CATCH)));
    }
}
