// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.tenancy.Remembered;
import io.fermata.tenancy.TenantId;
import java.util.Optional;
import java.util.function.Supplier;

/// Live machines as they were at most a second ago. AWS lets a few seconds pass before starts see an update
/// (UpdateStateMachine, "eventually consistent"). That a machine is missing is never remembered. Thread-safe.
final class KnownMachines {

    private final Remembered<Name, Optional<StateMachine>> machines;

    KnownMachines(Ticker ticker) {
        this.machines = new Remembered<>(ticker, Optional::isPresent);
    }

    private record Name(TenantId tenant, String name) {}

    /// What is known of the machine, or what the reader then reads.
    Optional<StateMachine> find(TenantId tenant, String name, Supplier<Optional<StateMachine>> reader) {
        return machines.find(new Name(tenant, name), reader);
    }

    /// Forgets a machine that was buried, whatever its name.
    void buried(TenantId tenant, long id) {
        machines.forgetAll(known -> known.filter(one -> one.tenant().equals(tenant) && one.id() == id).isPresent());
    }

    /// Forgets a machine whose change was committed.
    void changed(TenantId tenant, String name) {
        machines.forget(new Name(tenant, name));
    }
}
