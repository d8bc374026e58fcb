// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import java.io.Serializable;

/// The number of a tenant inside the house: 1 or more. Outside there are account ids, slugs and ARNs.
public record TenantId(long value) implements Serializable {

    /// @throws IllegalArgumentException if the value is below 1
    public TenantId {
        if (value < 1) {
            throw new IllegalArgumentException("A tenant id is 1 or more, not " + value);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
