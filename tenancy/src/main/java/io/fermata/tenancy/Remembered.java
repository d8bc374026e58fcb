// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What was read from the database at most a second ago, for reads that come with each start or each call of a task. A change
/// made on this node is seen at once, when whoever makes it calls [#forget] after its commit; one made on another node is
/// seen within the second. At most 10,000 values. Thread-safe.
///
/// @param <K> names the value; has the tenant in it
/// @param <V> what is read
public final class Remembered<K, V> {

    /// How long another node's change may stay unseen.
    public static final Duration STALE = Duration.ofSeconds(1);

    private static final int MOST = 10_000;

    private final Cache<K, V> values;
    private final Predicate<V> kept;

    /// @param kept which values may be remembered at all
    public Remembered(Ticker ticker, Predicate<V> kept) {
        this.values = Caffeine.newBuilder().ticker(ticker).executor(Runnable::run).expireAfterWrite(STALE)
                .maximumSize(MOST).build();
        this.kept = kept;
    }

    /// What is remembered, or what the reader then reads.
    public V find(K key, Supplier<V> reader) {
        var found = values.get(key, _ -> reader.get());
        if (!kept.test(found)) {
            values.asMap().remove(key, found);
        }
        return found;
    }

    /// Forgets a value whose change was committed. Waits for a look that is under way, which may have seen the old state.
    public void forget(K key) {
        values.invalidate(key);
    }

    /// Forgets all such values that are known by now.
    public void forgetAll(Predicate<V> such) {
        values.asMap().values().removeIf(such);
    }
}
