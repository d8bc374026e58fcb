// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.ExecutionNo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The shards that this node owns now. Thread-safe.
final class Shards {

    private final Map<Integer, Shard> owned = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    Optional<Shard> of(long executionNo) {
        return Optional.ofNullable(owned.get(ExecutionNo.shard(executionNo)));
    }

    Optional<Shard> get(int id) {
        return Optional.ofNullable(owned.get(id));
    }

    /// Some owned shard, each in its turn.
    Optional<Shard> any() {
        List<Shard> all = new ArrayList<>(owned.values());
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(Math.floorMod(turn.getAndIncrement(), all.size())));
    }

    /// Those of this moment: a statement names them twice, as places and as values.
    Collection<Integer> ids() {
        return List.copyOf(owned.keySet());
    }

    Collection<Shard> all() {
        return owned.values();
    }

    void add(Shard shard) {
        owned.put(shard.id, shard);
    }

    void remove(int id) {
        owned.remove(id);
    }
}
