// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.graph;

import io.fermata.language.Edges;
import io.fermata.language.Flow;
import io.fermata.language.State;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.FixedAlignment;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.jspecify.annotations.Nullable;

/// Lays out one definition, top down, by the layered algorithm of the Eclipse Layout Kernel. Each flow is laid out on its own
/// and containers are placed as wholes, so branches and choices keep the order of the text. Used once, by one thread.
final class Layout {

    static final double BOX_WIDTH = 172;
    static final double BOX_HEIGHT = 44;

    private static final double DOT = 14;
    private static final double MARGIN = 12;
    private static final double LABEL_HEIGHT = 16;
    private static final double LABEL_CHARACTER = 6;
    private static final int LONGEST_LABEL = 26;

    static {
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new CoreOptions(), new LayeredOptions());
    }

    private final Map<String, ElkNode> nodes = new LinkedHashMap<>();
    private final Map<String, State> states = new LinkedHashMap<>();
    private final Map<ElkEdge, Edges.Edge> edges = new LinkedHashMap<>();
    private final Map<ElkEdge, String> ends = new LinkedHashMap<>();
    private final Map<ElkEdge, List<String>> starts = new LinkedHashMap<>();
    private final Map<ElkNode, Boolean> dots = new LinkedHashMap<>();

    private Layout() {}

    static Drawing of(Flow flow) {
        return new Layout().draw(flow);
    }

    private Drawing draw(Flow flow) {
        var root = ElkGraphUtil.createGraph();
        options(root, new ElkPadding(MARGIN));
        fill(root, List.of(flow), true);
        new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
        var boxes = new ArrayList<Drawing.Box>();
        var containers = new ArrayList<Drawing.Container>();
        nodes.forEach((name, node) -> {
            var face = StateFace.of(java.util.Objects.requireNonNull(states.get(name)));
            if (node.getChildren().isEmpty()) {
                boxes.add(new Drawing.Box(name, face.type(), face.icon(), face.sub(), x(node), y(node)));
            } else {
                containers.add(new Drawing.Container(name, face.type(), face.icon(), x(node), y(node),
                        node.getWidth(), node.getHeight()));
            }
        });
        var lines = new ArrayList<Drawing.Line>();
        edges.forEach(
                (edge, meant) -> lines.add(line(edge, meant.from(), meant.to(), meant.kind() == Edges.Kind.CATCH)));
        ends.forEach((edge, from) -> lines.add(line(edge, from, null, false)));
        starts.forEach((edge, to) -> lines.add(line(edge, to.getFirst(), to.getLast(), false)));
        var circles = new ArrayList<Drawing.Dot>();
        dots.forEach((node, start) -> circles.add(new Drawing.Dot(start, x(node) + DOT / 2, y(node) + DOT / 2)));
        return new Drawing(root.getWidth(), root.getHeight(), boxes, containers, lines, circles);
    }

    /// Puts flows side by side into a node. The first states hang from one start, which is a dot for the whole machine
    /// and nothing but a fork inside a container.
    private void fill(ElkNode parent, List<Flow> flows, boolean whole) {
        var start = ElkGraphUtil.createNode(parent);
        start.setDimensions(whole ? DOT : 2, whole ? DOT : 2);
        if (whole) {
            dots.put(start, true);
        }
        for (var flow : flows) {
            flow.states().values().forEach(state -> add(parent, state));
            var first = ElkGraphUtil.createSimpleEdge(start, node(flow.startAt()));
            starts.put(first, List.of("", flow.startAt()));
            for (var edge : Edges.of(flow)) {
                connect(edge);
            }
            if (whole) {
                flow.states().values().stream().filter(Layout::ends).forEach(state -> {
                    var end = ElkGraphUtil.createNode(parent);
                    end.setDimensions(DOT, DOT);
                    dots.put(end, false);
                    ends.put(ElkGraphUtil.createSimpleEdge(node(state.name()), end), state.name());
                });
            }
        }
    }

    private static boolean ends(State state) {
        return state.next() == null && !(state instanceof State.Choice);
    }

    private void add(ElkNode parent, State state) {
        var node = ElkGraphUtil.createNode(parent);
        nodes.put(state.name(), node);
        states.put(state.name(), state);
        switch (state) {
            case State.Parallel parallel -> container(node, parallel.branches());
            case State.Map map -> container(node, List.of(map.processor()));
            case State.Pass _,State.Task _,State.Choice _,State.Wait _,State.Succeed _,State.Fail _ ->
                node.setDimensions(BOX_WIDTH, BOX_HEIGHT);
        }
    }

    private void container(ElkNode node, List<Flow> flows) {
        options(node, new ElkPadding(26, 16, 16, 16));
        fill(node, flows, false);
    }

    private void connect(Edges.Edge edge) {
        var line = ElkGraphUtil.createSimpleEdge(node(edge.from()), node(edge.to()));
        edges.put(line, edge);
        var label = edge.kind() == Edges.Kind.DEFAULT ? "otherwise" : edge.label();
        if (label != null) {
            var text = label.length() > LONGEST_LABEL ? label.substring(0, LONGEST_LABEL - 1) + "…" : label;
            var placed = ElkGraphUtil.createLabel(text, line);
            placed.setDimensions(text.length() * LABEL_CHARACTER + 8, LABEL_HEIGHT);
            placed.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
        }
    }

    private ElkNode node(String state) {
        var node = nodes.get(state);
        if (node == null) {
            throw new IllegalArgumentException("no state named " + state);
        }
        return node;
    }

    private static void options(ElkNode node, ElkPadding padding) {
        node.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        node.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
        node.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        node.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.SEPARATE_CHILDREN);
        node.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, EnumSet.noneOf(SizeConstraint.class));
        node.setProperty(CoreOptions.PADDING, padding);
        node.setProperty(CoreOptions.SPACING_NODE_NODE, 28.0);
        node.setProperty(CoreOptions.SPACING_EDGE_NODE, 16.0);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 32.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 14.0);
        node.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.BRANDES_KOEPF);
        node.setProperty(LayeredOptions.NODE_PLACEMENT_BK_FIXED_ALIGNMENT, FixedAlignment.BALANCED);
        node.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.PREFER_EDGES);
    }

    private Drawing.Line line(ElkEdge edge, String from, @Nullable String to, boolean caught) {
        var parent = edge.getContainingNode();
        double dx = parent == null ? 0 : inner(x(parent), parent);
        double dy = parent == null ? 0 : inner(y(parent), parent);
        var points = new ArrayList<Drawing.Point>();
        for (ElkEdgeSection section : edge.getSections()) {
            points.add(new Drawing.Point(dx + section.getStartX(), dy + section.getStartY()));
            section.getBendPoints().forEach(bend -> points.add(new Drawing.Point(dx + bend.getX(), dy + bend.getY())));
            points.add(new Drawing.Point(dx + section.getEndX(), dy + section.getEndY()));
        }
        var labels = edge.getLabels();
        if (labels.isEmpty()) {
            return new Drawing.Line(from, to, caught, points, null, 0, 0);
        }
        var label = labels.getFirst();
        return new Drawing.Line(from, to, caught, points, label.getText(), dx + label.getX() + label.getWidth() / 2,
                dy + label.getY() + label.getHeight() / 2);
    }

    private static double inner(double place, ElkNode node) {
        return node.getParent() == null ? 0 : place;
    }

    private static double x(ElkNode node) {
        var parent = node.getParent();
        return parent == null ? 0 : x(parent) + node.getX();
    }

    private static double y(ElkNode node) {
        var parent = node.getParent();
        return parent == null ? 0 : y(parent) + node.getY();
    }
}
