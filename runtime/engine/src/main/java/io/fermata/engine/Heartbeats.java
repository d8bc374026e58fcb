// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The open heartbeat deadlines of one execution, by attempt. Heartbeats write no event, so this is the one part of an
/// execution that the journal does not hold: after a load each deadline begins anew, late but never early.
final class Heartbeats {

    private final Map<Long, Watch> watches = new HashMap<>();

    void watch(long scheduled, Duration interval, Instant now) {
        watches.put(scheduled, new Watch(interval, now.plus(interval)));
    }

    void beat(long scheduled, Instant now) {
        watches.computeIfPresent(scheduled, (_, watch) -> new Watch(watch.interval, now.plus(watch.interval)));
    }

    void forget(long scheduled) {
        watches.remove(scheduled);
    }

    void clear() {
        watches.clear();
    }

    @Nullable
    Instant next() {
        return watches.values().stream().map(Watch::deadline).min(Instant::compareTo).orElse(null);
    }

    List<Long> missed(Instant now) {
        var missed = new ArrayList<Long>();
        watches.forEach((scheduled, watch) -> {
            if (!watch.deadline.isAfter(now)) {
                missed.add(scheduled);
            }
        });
        missed.sort(null);
        return missed;
    }

    private record Watch(Duration interval, Instant deadline) {}
}
