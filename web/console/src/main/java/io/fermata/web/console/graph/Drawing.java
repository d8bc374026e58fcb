// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state machine with places: where each state, container and transition is drawn. In pixels from the top left corner.
/// Immutable; made once for a definition and shared.
public record Drawing(double width, double height, List<Box> boxes, List<Container> containers, List<Line> lines,
        List<Dot> dots) {

    public Drawing {
        boxes = List.copyOf(boxes);
        containers = List.copyOf(containers);
        lines = List.copyOf(lines);
        dots = List.copyOf(dots);
    }

    /// A state that holds no others.
    ///
    /// @param sub what it calls or does, in few words
    public record Box(String state, String type, String icon, String sub, double x, double y) {}

    /// A Parallel or Map state around the states inside.
    public record Container(String state, String type, String icon, double x, double y, double width,
            double height) {}

    /// A transition.
    ///
    /// @param to null for the way to the end
    /// @param label null for none
    public record Line(String from, @Nullable String to, boolean caught, List<Point> points, @Nullable String label,
            double labelX, double labelY) {

        public Line {
            points = List.copyOf(points);
        }
    }

    /// Where a flow starts or ends.
    ///
    /// @param state the state that starts or ends the flow; for an end: the last state
    public record Dot(boolean start, double x, double y) {}

    /// A place.
    public record Point(double x, double y) {}
}
