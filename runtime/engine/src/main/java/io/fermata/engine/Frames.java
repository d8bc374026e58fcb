// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.Frame.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The frames of one execution and the indexes over them: which are ready to run, which attempts are open, what is due when.
/// Part of the fold: changed by {@link Execution#apply} alone.
final class Frames {

    private final Map<Integer, Frame> all = new TreeMap<>();
    private final Map<Integer, Frame> runnable = new LinkedHashMap<>();
    private final Map<Long, Frame> attempts = new HashMap<>();
    private final TreeSet<Due> dues = new TreeSet<>();
    private final Heartbeats heartbeats = new Heartbeats();

    void add(Frame frame) {
        all.put(frame.id, frame);
        phase(frame, Phase.READY);
    }

    /// Takes a frame out for good.
    void remove(Frame frame) {
        quieten(frame);
        runnable.remove(frame.id);
        all.remove(frame.id);
    }

    /// Cuts a frame off and all below it. They stay as they are, for a redrive to go on with.
    void cut(Frame frame) {
        frame.children.values().forEach(this::cut);
        quieten(frame);
        phase(frame, Phase.CUT);
    }

    private void quieten(Frame frame) {
        if (frame.phase == Phase.TASK || frame.phase == Phase.MAP_RUN) {
            endAttempt(frame);
        }
        due(frame, null);
    }

    void clear() {
        all.clear();
        runnable.clear();
        attempts.clear();
        dues.clear();
        heartbeats.clear();
    }

    void phase(Frame frame, Phase phase) {
        frame.phase = phase;
        if (phase.runnable()) {
            runnable.put(frame.id, frame);
        } else {
            runnable.remove(frame.id);
        }
    }

    void due(Frame frame, @Nullable Instant at) {
        if (frame.dueAt != null) {
            dues.remove(new Due(frame.dueAt, frame.id));
        }
        frame.dueAt = at;
        if (at != null) {
            dues.add(new Due(at, frame.id));
        }
    }

    void beginAttempt(Frame frame, long scheduled) {
        frame.scheduled = scheduled;
        attempts.put(scheduled, frame);
        phase(frame, Phase.TASK);
    }

    void endAttempt(Frame frame) {
        attempts.remove(frame.scheduled);
        heartbeats.forget(frame.scheduled);
        frame.parameters = null;
        frame.job = null;
        due(frame, null);
    }

    Heartbeats heartbeats() {
        return heartbeats;
    }

    Collection<Frame> all() {
        return all.values();
    }

    @Nullable
    Frame find(int id) {
        return all.get(id);
    }

    @Nullable
    Frame nextRunnable() {
        var first = runnable.values().iterator();
        return first.hasNext() ? first.next() : null;
    }

    @Nullable
    Frame attempt(long scheduled) {
        return attempts.get(scheduled);
    }

    Collection<Frame> attempts() {
        return attempts.values();
    }

    /// The frames whose moment has come, earliest first.
    List<Frame> due(Instant now) {
        var due = new ArrayList<Frame>();
        for (var entry : dues) {
            if (entry.at().isAfter(now)) {
                break;
            }
            var frame = all.get(entry.frame());
            if (frame != null) {
                due.add(frame);
            }
        }
        return due;
    }

    /// When a frame is due next, heartbeats aside; null when none is.
    @Nullable
    Instant nextDue() {
        return dues.isEmpty() ? null : dues.first().at();
    }

    /// Everything that the fold decides, as text.
    String describe() {
        var text = new StringBuilder();
        all.values().forEach(frame -> text.append('\n').append(frame.describe()));
        return text.append('\n').append(runnable.keySet()).append(new TreeSet<>(attempts.keySet())).append(dues)
                .toString();
    }

    private record Due(Instant at, int frame) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Integer.compare(frame, other.frame);
        }
    }
}
