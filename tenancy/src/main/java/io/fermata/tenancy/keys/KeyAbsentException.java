// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import io.fermata.tenancy.TenantId;

/// A data key under a customer's own key is not in memory, and whoever met that must not wait for KMS. Who may wait gives
/// this to [KeyRing#fetch] and tries again. Nothing has been done yet. Has no stack trace, since it is no defect.
public final class KeyAbsentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Wanted wanted;

    KeyAbsentException(Wanted wanted) {
        super("a data key of tenant " + wanted.tenant() + " has to be asked of KMS first", null, false, false);
        this.wanted = wanted;
    }

    /// What is missing.
    sealed interface Wanted {

        TenantId tenant();

        /// A data key that seals.
        record Sealing(TenantId tenant, CustomerKey key) implements Wanted {}

        /// The data key of that number.
        record Opening(TenantId tenant, int number) implements Wanted {}
    }

    Wanted wanted() {
        return wanted;
    }

    /// Whose key it is.
    public TenantId tenant() {
        return wanted.tenant();
    }
}
