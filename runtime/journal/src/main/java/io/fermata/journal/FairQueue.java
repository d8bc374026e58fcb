// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// A queue that tenants share: whoever has had least comes next, however much another one has queued. In order within a
/// tenant. An item for all comes after what is queued before it and ahead of what is queued later. Any number of threads
/// add, one takes.
///
/// What a tenant has had is a virtual time that grows by the cost of what is taken for it (stride scheduling). A tenant
/// that had nothing queued begins with those that are served now, so that nobody saves up.
public final class FairQueue<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Generation<T>> generations = new ArrayDeque<>();
    private final Map<Long, Long> passes = new HashMap<>();
    private long now;
    private int size;

    public FairQueue() {
        generations.add(new Generation<>());
    }

    /// Queues an item of a tenant.
    ///
    /// @param cost what taking it costs, in whatever unit the queue's owner counts; 1 or more
    public void add(long tenant, long cost, T item) {
        lock.lock();
        try {
            generations.getLast().add(tenant, passes.getOrDefault(tenant, 0L), now, new Item<>(item, cost));
            size++;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Queues an item that stands behind all others and lets none pass.
    public void addForAll(T item) {
        lock.lock();
        try {
            generations.getLast().end = item;
            generations.add(new Generation<>());
            size++;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Takes the next item, without waiting; null when there is none, or when the next one is for all.
    public @Nullable T pollOfTenants() {
        lock.lock();
        try {
            return generations.getFirst().lanes.isEmpty() ? null : next(_ -> true);
        } finally {
            lock.unlock();
        }
    }

    /// Takes the next item, and waits for one.
    public T take() throws InterruptedException {
        T item;
        do {
            item = poll(Long.MAX_VALUE, _ -> true);
        } while (item == null);
        return item;
    }

    /// Takes the next item.
    ///
    /// @param nanos how long to wait for one
    /// @param served which tenants are served now; the others keep their places
    /// @return null when there was none in time
    public @Nullable T poll(long nanos, LongPredicate served) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (true) {
                var item = next(served);
                if (item != null || left <= 0) {
                    return item;
                }
                left = left == Long.MAX_VALUE ? awaitChange() : changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private long awaitChange() throws InterruptedException {
        changed.await(1, TimeUnit.HOURS);
        return Long.MAX_VALUE;
    }

    /// Charges a tenant for what came out dearer than was known when it was queued.
    public void charge(long tenant, long cost) {
        lock.lock();
        try {
            passes.computeIfPresent(tenant, (_, pass) -> pass + cost);
            generations.forEach(generation -> generation.charge(tenant, cost));
        } finally {
            lock.unlock();
        }
    }

    /// How many items are queued.
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /// Takes all that is left, in no particular order.
    public List<T> drain() {
        lock.lock();
        try {
            var left = new ArrayList<T>();
            for (var item = next(_ -> true); item != null; item = next(_ -> true)) {
                left.add(item);
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable T next(LongPredicate served) {
        var first = generations.getFirst();
        for (var lane : first.order) {
            if (served.test(lane.tenant)) {
                return take(first, lane);
            }
        }
        var end = first.end;
        if (end == null || !first.lanes.isEmpty()) {
            return null;
        }
        generations.removeFirst();
        size--;
        return end;
    }

    private T take(Generation<T> generation, Lane<T> lane) {
        generation.order.remove(lane);
        var item = lane.items.removeFirst();
        now = Math.max(now, lane.pass);
        lane.pass += item.cost;
        size--;
        if (lane.items.isEmpty()) {
            generation.lanes.remove(lane.tenant);
        } else {
            generation.order.add(lane);
        }
        passes.put(lane.tenant, lane.pass);
        if (passes.size() > 10_000) {
            passes.values().removeIf(pass -> pass <= now); // they would begin at this moment anyway
        }
        return item.value;
    }

    private record Item<T>(T value, long cost) {}

    private static final class Lane<T> {

        final long tenant;
        final Deque<Item<T>> items = new ArrayDeque<>();
        long pass;

        Lane(long tenant, long pass) {
            this.tenant = tenant;
            this.pass = pass;
        }
    }

    /// What was queued between two items for all.
    private static final class Generation<T> {

        private static final Comparator<Lane<?>> LEAST_HAD = Comparator.<Lane<?>>comparingLong(lane -> lane.pass)
                .thenComparingLong(lane -> lane.tenant);

        final Map<Long, Lane<T>> lanes = new HashMap<>();
        final TreeSet<Lane<T>> order = new TreeSet<>(LEAST_HAD);
        @Nullable
        T end;

        void add(long tenant, long pass, long now, Item<T> item) {
            var lane = lanes.get(tenant);
            if (lane == null) {
                lane = new Lane<>(tenant, Math.max(pass, now));
                lanes.put(tenant, lane);
                order.add(lane);
            }
            lane.items.addLast(item);
        }

        void charge(long tenant, long cost) {
            var lane = lanes.get(tenant);
            if (lane != null) {
                order.remove(lane);
                lane.pass += cost;
                order.add(lane);
            }
        }
    }
}
