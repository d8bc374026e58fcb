// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import java.util.Optional;

/// The principal of the request that this thread serves. Bound for the length of one call and seen by the virtual threads' own scope only.
public final class Current {

    private static final ScopedValue<Principal> PRINCIPAL = ScopedValue.newInstance();

    private Current() {}

    /// Runs the work as the given principal and returns its result.
    public static <T, X extends Throwable> T as(Principal principal, ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(PRINCIPAL, principal).call(work);
    }

    /// The principal, if one is bound.
    public static Optional<Principal> principal() {
        return PRINCIPAL.isBound() ? Optional.of(PRINCIPAL.get()) : Optional.empty();
    }

    /// The tenant of the bound principal.
    ///
    /// @throws IllegalStateException if no principal is bound
    public static TenantId tenant() {
        return principal().orElseThrow(() -> new IllegalStateException("No tenant is bound to this thread")).tenant();
    }
}
