// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.graph;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.web.util.HtmlUtils;

/// Writes a drawing as SVG for pages. Every text passes [#text], so that no name in a definition can become markup; the
/// result is the one thing that templates print unescaped. Geometry is in attributes, colours are classes: no style, no script.
final class GraphSvg {

    private static final int LONGEST_NAME = 19;
    private static final int LONGEST_SUB = 24;
    private static final double CORNER = 8;
    private static final double FITTING_WIDTH = 900;

    private final StringBuilder svg = new StringBuilder(8_192);
    private final Colouring colouring;

    private GraphSvg(Colouring colouring) {
        this.colouring = colouring;
    }

    static String write(Drawing drawing, Colouring colouring) {
        return new GraphSvg(colouring).all(drawing);
    }

    private String all(Drawing drawing) {
        add("<svg class=\"g%s\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" role=\"group\" aria-label=\"Graph, %d states\">",
                drawing.width() > FITTING_WIDTH ? " wide" : "", n(drawing.width()), n(drawing.height()),
                n(drawing.width()), n(drawing.height()),
                drawing.boxes().size() + drawing.containers().size());
        drawing.containers().forEach(container -> add(
                "<rect class=\"grp\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"10\"/>", n(container.x()),
                n(container.y()), n(container.width()), n(container.height())));
        drawing.lines().forEach(this::line);
        drawing.lines().forEach(this::label);
        drawing.dots().forEach(dot -> add("<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>",
                dot.start() ? "dot" : "end", n(dot.x()), n(dot.y()), dot.start() ? "7" : "6.5"));
        drawing.containers().forEach(this::container);
        drawing.boxes().forEach(this::box);
        return svg.append("</svg>").toString();
    }

    private void line(Drawing.Line line) {
        if (line.points().size() < 2) {
            return;
        }
        boolean hit = colouring.hit(line);
        var classes = hit ? " hit" : colouring.ran() || line.caught() ? " no" : "";
        add("<path class=\"e%s\" d=\"%s\"/>", classes, path(line.points()));
        var tip = line.points().getLast();
        var before = line.points().get(line.points().size() - 2);
        var arrow = tip.y() > before.y()
                ? "l-3.6-6.4h7.2z"
                : tip.y() < before.y()
                        ? "l-3.6 6.4h7.2z"
                        : tip.x() > before.x() ? "l-6.4-3.6v7.2z" : "l6.4-3.6v7.2z";
        add("<path class=\"ah%s\" d=\"M%s %s%s\"/>", hit ? " hit" : "", n(tip.x()), n(tip.y()), arrow);
    }

    private static String path(List<Drawing.Point> points) {
        var path = new StringBuilder("M").append(n(points.getFirst().x())).append(' ').append(n(points.getFirst().y()));
        for (int i = 1; i < points.size() - 1; i++) {
            var a = points.get(i - 1);
            var corner = points.get(i);
            var b = points.get(i + 1);
            double in = Math.min(CORNER, distance(a, corner) / 2);
            double out = Math.min(CORNER, distance(corner, b) / 2);
            var from = toward(corner, a, in);
            var to = toward(corner, b, out);
            path.append('L').append(n(from.x())).append(' ').append(n(from.y())).append('Q').append(n(corner.x()))
                    .append(' ').append(n(corner.y())).append(' ').append(n(to.x())).append(' ').append(n(to.y()));
        }
        return path.append('L').append(n(points.getLast().x())).append(' ').append(n(points.getLast().y())).toString();
    }

    private static double distance(Drawing.Point a, Drawing.Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    private static Drawing.Point toward(Drawing.Point from, Drawing.Point to, double length) {
        double all = distance(from, to);
        return all == 0
                ? from
                : new Drawing.Point(from.x() + (to.x() - from.x()) * length / all,
                        from.y() + (to.y() - from.y()) * length / all);
    }

    private void label(Drawing.Line line) {
        var label = line.label();
        if (label != null) {
            double width = label.length() * 6 + 8;
            add("<rect class=\"elb\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"16\" rx=\"3\"/>"
                    + "<text class=\"el\" x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>",
                    n(line.labelX() - width / 2), n(line.labelY() - 8), n(width), n(line.labelX()),
                    n(line.labelY() + 4), text(label));
        }
    }

    private void container(Drawing.Container container) {
        var title = cut(container.state(), 40) + " · " + container.type();
        var mark = colouring.marks().get(container.state());
        open(container.state(), container.type(), mark);
        add("<rect class=\"elb\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"16\"/>", n(container.x() + 10),
                n(container.y() - 7), n(title.length() * 6.2 + 30));
        add("<use class=\"ty\" href=\"#%s\" x=\"%s\" y=\"%s\" width=\"13\" height=\"13\"/><text class=\"el\" x=\"%s\" y=\"%s\">%s</text>",
                mark == null ? container.icon() : mark.icon(), n(container.x() + 14), n(container.y() - 6),
                n(container.x() + 33), n(container.y() + 5), text(title));
        close();
    }

    private void box(Drawing.Box box) {
        var mark = colouring.marks().get(box.state());
        double x = box.x();
        double y = box.y();
        open(box.state(), box.type(), mark);
        add("<rect class=\"ring\" x=\"%s\" y=\"%s\" width=\"180\" height=\"52\" rx=\"10\"/>"
                + "<rect class=\"box\" x=\"%s\" y=\"%s\" width=\"172\" height=\"44\" rx=\"6\"/>"
                + "<use class=\"ty\" href=\"#%s\" x=\"%s\" y=\"%s\" width=\"16\" height=\"16\"/>", n(x - 4), n(y - 4),
                n(x), n(y), box.icon(), n(x + 11), n(y + 14));
        var sub = mark == null || mark.sub().isEmpty() ? box.sub() : mark.sub();
        add("<text class=\"t\" x=\"%s\" y=\"%s\">%s</text> <text class=\"s\" x=\"%s\" y=\"%s\">%s</text>", n(x + 36),
                n(y + 19), text(cut(box.state(), LONGEST_NAME)), n(x + 36), n(y + 34), text(cut(sub, LONGEST_SUB)));
        if (colouring.ran()) {
            add("<use class=\"ic\" href=\"#%s\" x=\"%s\" y=\"%s\" width=\"16\" height=\"16\"/>",
                    mark == null ? "i-idle" : mark.icon(), n(x + 146), n(y + 14));
        }
        if (mark != null && mark.attempts() > 1) {
            add("<rect class=\"att\" x=\"%s\" y=\"%s\" width=\"36\" height=\"17\" rx=\"8.5\"/>"
                    + "<text class=\"attt\" x=\"%s\" y=\"%s\" text-anchor=\"middle\">×%d</text>", n(x + 142),
                    n(y - 9), n(x + 160), n(y + 3), mark.attempts());
        }
        close();
    }

    private void open(String state, String type, @org.jspecify.annotations.Nullable Mark mark) {
        var family = mark != null ? mark.family() : colouring.ran() ? "off" : "";
        boolean selected = state.equals(colouring.selected());
        var said = state + ", " + type
                + (mark != null ? ", " + mark.word() : colouring.ran() ? ", not reached" : "");
        if (colouring.query().isEmpty()) {
            add("<g class=\"%s\"><title>%s</title>", family, text(said));
        } else {
            add("<a href=\"%s\" id=\"n-%s\" class=\"%s%s\" aria-label=\"%s\"%s>",
                    text(colouring.query() + URLEncoder.encode(state, StandardCharsets.UTF_8)),
                    Integer.toHexString(state.hashCode()), family, selected ? " sel" : "", text(said),
                    selected ? " aria-current=\"true\"" : "");
        }
    }

    private void close() {
        svg.append(colouring.query().isEmpty() ? "</g>" : "</a>");
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }

    private static String cut(String text, int longest) {
        int length = text.codePointCount(0, text.length());
        return length <= longest ? text : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }

    private static String text(String raw) {
        return HtmlUtils.htmlEscape(raw, "UTF-8");
    }

    private static String n(double number) {
        double rounded = Math.round(number * 10) / 10.0;
        return rounded == Math.rint(rounded)
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }
}
