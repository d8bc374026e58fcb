// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/// The loops of a node. All executions of a shard belong to the same one. Thread-safe.
final class Loops {

    private final List<Loop> all;

    Loops(int count, InstantSource clock, KeyWaits keys, Advance advance, Eviction eviction) {
        this.all = IntStream.range(0, count).mapToObj(number -> new Loop(number, clock, keys, advance, eviction))
                .toList();
    }

    void start() {
        all.forEach(Loop::start);
    }

    void stop() {
        all.forEach(Loop::stop);
    }

    /// The loop of a shard.
    Loop of(int shard) {
        return all.get(shard % all.size());
    }

    /// How many executions are in memory.
    int residents() {
        return all.stream().mapToInt(Loop::residentCount).sum();
    }
}
