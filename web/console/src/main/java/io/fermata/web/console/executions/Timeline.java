// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.language.Flow;
import io.fermata.language.State;
import io.fermata.web.console.graph.Colouring;
import io.fermata.web.console.graph.Graphs;
import io.fermata.web.console.graph.Mark;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The states of an execution over time, ready to print: one row for each state, in the order of the definition.
record Timeline(List<Row> rows, List<Axis.Tick> ticks, List<Axis.Fold> folds, int reached, int states) {

    private static final int MOST_BARS = 100;

    /// A bar or a dashed line in a row.
    ///
    /// @param kind the colour family, `grp` for a container, or `wait` for a retry delay
    record Bar(String kind, String x, String width, String end) {}

    /// One state.
    ///
    /// @param depth 0 to 3, how deep in containers
    /// @param times how many visits or attempts to show, empty for one
    record Row(String state, int depth, StatusWord status, String times, List<Bar> bars, String took) {}

    static Timeline of(Flow flow, Story story, Instant now, Instant end, boolean running) {
        var axis = new Axis(story.moments(), end);
        var rows = new ArrayList<Row>();
        var byState = new HashMap<String, List<Stay>>();
        story.stays().forEach(stay -> byState.computeIfAbsent(stay.state, _ -> new ArrayList<>()).add(stay));
        add(rows, flow, 0, byState, axis, now, end);
        return new Timeline(List.copyOf(rows), axis.ticks(running), axis.folds(), byState.size(), rows.size());
    }

    private static void add(List<Row> rows, Flow flow, int depth, Map<String, List<Stay>> stays, Axis axis, Instant now,
            Instant end) {
        flow.states().values().forEach(state -> {
            var here = stays.getOrDefault(state.name(), List.of());
            var inner = Graphs.inner(state);
            rows.add(row(state.name(), depth, here, !inner.isEmpty(), axis, now, end));
            if (state instanceof State.Map map && map.distribution() != null) {
                return; // its iterations are executions of their own
            }
            inner.forEach(below -> add(rows, below, Math.min(3, depth + 1), stays, axis, now, end));
        });
    }

    private static Row row(String state, int depth, List<Stay> stays, boolean container, Axis axis, Instant now,
            Instant end) {
        if (stays.isEmpty()) {
            return new Row(state, depth, StatusWord.NOT_REACHED, "", List.of(), "–");
        }
        var bars = new ArrayList<Bar>();
        stays.stream().limit(MOST_BARS).forEach(stay -> bars(bars, stay, container, axis, now, end));
        var took = stays.stream().map(stay -> Duration.between(stay.enteredAt, stay.leftAt == null ? end : stay.leftAt))
                .reduce(Duration.ZERO, Duration::plus);
        return new Row(state, depth, status(stays.getLast(), now), times(stays), List.copyOf(bars),
                Words.duration(took));
    }

    private static String times(List<Stay> stays) {
        int count = stays.size() > 1 ? stays.size() : stays.getFirst().attempts.size();
        return count > 1 ? "×" + count : "";
    }

    private static void bars(List<Bar> bars, Stay stay, boolean container, Axis axis, Instant now, Instant end) {
        var left = stay.leftAt == null ? end : stay.leftAt;
        if (container) {
            bars.add(bar("grp", axis, stay.enteredAt, left));
            return;
        }
        if (stay.attempts.isEmpty()) {
            bars.add(bar(status(stay, now).family(), axis, stay.enteredAt, left));
            return;
        }
        Instant ended = null;
        for (var attempt : stay.attempts) {
            if (ended != null) {
                bars.add(bar("wait", axis, ended, attempt.from));
            }
            var to = attempt.to == null ? end : attempt.to;
            bars.add(bar(attempt.failed
                    ? "bad"
                    : attempt.to == null ? status(stay, now).family() : stay.open() ? "ok" : stay.status.family(), axis,
                    attempt.from, to));
            ended = to;
        }
    }

    private static Bar bar(String kind, Axis axis, Instant from, Instant to) {
        double x = axis.place(from);
        double width = Math.max(0.5, axis.place(to) - x);
        return new Bar(kind, Axis.percent(Math.min(x, 99.5)), Axis.percent(width), Axis.percent(x + width));
    }

    static StatusWord status(Stay stay, Instant now) {
        return stay.open() ? Sentence.of(stay, now).status() : stay.status;
    }

    /// The colours of the graph.
    static Colouring colouring(Story story, @Nullable String selected, String query, Instant now, Instant end) {
        var marks = new HashMap<String, Mark>();
        var visits = new HashMap<String, Integer>();
        story.stays().forEach(stay -> {
            int count = visits.merge(stay.state, 1, Integer::sum);
            var status = status(stay, now);
            var took = Words.duration(Duration.between(stay.enteredAt, stay.leftAt == null ? end : stay.leftAt));
            marks.put(stay.state,
                    new Mark(status.family(), status.icon(), status.word().toLowerCase(java.util.Locale.ROOT), took,
                            Math.max(count, stay.attempts.size())));
        });
        return new Colouring(marks, story.taken(), selected, query, true);
    }
}
