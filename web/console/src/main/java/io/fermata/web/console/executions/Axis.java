// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.web.console.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The time axis of a timeline. Stretches in which nothing happens for long are folded, so that a long wait does not
/// squeeze the work into one pixel. Places are percents of the width.
final class Axis {

    private static final Duration SHORTEST_FOLD = Duration.ofSeconds(5);
    private static final double FOLDED_SHARE = 0.25;
    private static final double FOLD_WIDTH = 14;

    private final List<Stretch> stretches = new ArrayList<>();
    private final double start;

    private record Stretch(double from, double to, double place, double width, boolean folded) {}

    /// A mark below the axis.
    record Tick(String x, String anchor, String text) {}

    /// Where the axis is folded.
    record Fold(String x, String width) {}

    /// @param moments when something happened, in order, the beginning first
    Axis(List<Instant> moments, Instant end) {
        var times = new ArrayList<Instant>(moments);
        times.add(end);
        start = seconds(times.getFirst());
        double total = Math.max(0.001, seconds(end) - start);
        var gaps = new ArrayList<double[]>();
        for (int i = 1; i < times.size(); i++) {
            double from = seconds(times.get(i - 1));
            double to = seconds(times.get(i));
            if (to - from > Math.max(SHORTEST_FOLD.toMillis() / 1_000.0, total * FOLDED_SHARE)) {
                gaps.add(new double[]{from, to});
            }
        }
        double foldedTime = gaps.stream().mapToDouble(gap -> gap[1] - gap[0]).sum();
        double work = total - foldedTime;
        double workWidth = work < 0.001 ? 0 : 100 - gaps.size() * FOLD_WIDTH;
        double foldWidth = gaps.isEmpty() ? 0 : (100 - workWidth) / gaps.size();
        double at = start;
        double place = 0;
        for (var gap : gaps) {
            place = stretch(at, gap[0], place, work == 0 ? 0 : (gap[0] - at) / work * workWidth, false);
            place = stretch(gap[0], gap[1], place, foldWidth, true);
            at = gap[1];
        }
        stretch(at, start + total, place, 100 - place, false);
    }

    private double stretch(double from, double to, double place, double width, boolean folded) {
        stretches.add(new Stretch(from, to, place, width, folded));
        return place + width;
    }

    /// The place of a moment, 0 to 100.
    double place(Instant at) {
        double time = seconds(at);
        for (var stretch : stretches) {
            if (time <= stretch.to) {
                double share = stretch.to == stretch.from ? 1 : (time - stretch.from) / (stretch.to - stretch.from);
                return stretch.place + Math.clamp(share, 0, 1) * stretch.width;
            }
        }
        return 100;
    }

    List<Fold> folds() {
        return stretches.stream().filter(Stretch::folded)
                .map(stretch -> new Fold(percent(stretch.place + stretch.width * 0.3), percent(stretch.width * 0.4)))
                .toList();
    }

    List<Tick> ticks(boolean running) {
        var ticks = new ArrayList<Tick>();
        ticks.add(new Tick("0%", "start", "0 s"));
        for (var stretch : stretches) {
            if (!stretch.folded && stretch.place > 12 && stretch.place < 80) {
                ticks.add(new Tick(percent(stretch.place), "middle", since(stretch.from)));
            }
        }
        if (ticks.size() == 1) {
            var only = stretches.getLast();
            ticks.add(new Tick("50%", "middle", since(start + (only.to - start) / 2)));
        }
        ticks.add(new Tick("100%", "end", running ? "now" : since(stretches.getLast().to)));
        return ticks;
    }

    private String since(double time) {
        return Words.duration(Duration.ofMillis(Math.round((time - start) * 1_000)));
    }

    static String percent(double place) {
        return String.format(Locale.ROOT, "%.2f%%", place);
    }

    private static double seconds(Instant at) {
        return at.getEpochSecond() + at.getNano() / 1e9;
    }
}
