// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.integrations.connection.Connections.Opened;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Opened connections as they were at most a second ago, so that a workflow of many calls does not read and unseal one for
/// each. A change made on this node is seen at once, one made on another node within that second. That a connection is missing
/// is never remembered. Thread-safe.
final class KnownConnections {

    /// How long another node's change may stay unseen.
    static final Duration STALE = Duration.ofSeconds(1);

    private static final int MOST = 1_000;

    private final Cache<Name, Optional<Opened>> connections;

    KnownConnections(Ticker ticker) {
        this.connections = Caffeine.newBuilder().ticker(ticker).executor(Runnable::run).expireAfterWrite(STALE)
                .maximumSize(MOST).build();
    }

    private record Name(TenantId tenant, String name) {}

    /// What is known of the connection, or what the reader then reads.
    Optional<Opened> find(TenantId tenant, String name, Supplier<Optional<Opened>> reader) {
        var key = new Name(tenant, name);
        var found = connections.get(key, _ -> reader.get());
        if (found.isEmpty()) {
            connections.asMap().remove(key, found);
        }
        return found;
    }

    /// Forgets a connection whose change was committed. Waits for a look that is under way, which may have seen the old state.
    void changed(TenantId tenant, String name) {
        connections.invalidate(new Name(tenant, name));
    }
}
