// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Live machines as they were at most a second ago. A change made on this node is seen at once, one made on another node
/// within that second; AWS lets a few seconds pass before starts see an update (UpdateStateMachine, "eventually
/// consistent"). That a machine is missing is never remembered. Thread-safe.
final class KnownMachines {

    /// How long another node's change may stay unseen.
    static final Duration STALE = Duration.ofSeconds(1);

    private static final int MOST = 10_000;

    private final Cache<Name, Optional<StateMachine>> machines;

    KnownMachines(Ticker ticker) {
        this.machines = Caffeine.newBuilder().ticker(ticker).executor(Runnable::run).expireAfterWrite(STALE)
                .maximumSize(MOST).build();
    }

    private record Name(TenantId tenant, String name) {}

    /// What is known of the machine, or what the reader then reads.
    Optional<StateMachine> find(TenantId tenant, String name, Supplier<Optional<StateMachine>> reader) {
        var key = new Name(tenant, name);
        var found = machines.get(key, _ -> reader.get());
        if (found.isEmpty()) {
            machines.asMap().remove(key, found);
        }
        return found;
    }

    /// Forgets a machine that was buried, whatever its name.
    void buried(TenantId tenant, long id) {
        machines.asMap().values()
                .removeIf(known -> known.filter(one -> one.tenant().equals(tenant) && one.id() == id).isPresent());
    }

    /// Forgets a machine whose change was committed. Waits for a look that is under way, which may have seen the old state.
    void changed(TenantId tenant, String name) {
        machines.invalidate(new Name(tenant, name));
    }
}
