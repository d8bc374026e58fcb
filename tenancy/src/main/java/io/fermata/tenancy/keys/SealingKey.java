// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import io.fermata.tenancy.TenantId;

/// A data key under a customer's own key, in memory, to seal what is to be written now. Held for one step or one request,
/// not longer: its period may be over by then. Any thread.
public final class SealingKey {

    final TenantId tenant;
    final int number;
    final byte[] material;

    SealingKey(TenantId tenant, int number, byte[] material) {
        this.tenant = tenant;
        this.number = number;
        this.material = material;
    }

    @Override
    public String toString() {
        return "data key " + number + " of tenant " + tenant;
    }
}
