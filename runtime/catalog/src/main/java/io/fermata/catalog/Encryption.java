// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.tenancy.keys.CustomerKey;
import java.util.Optional;

/// Under which kind of key something is sealed: what `encryptionConfiguration` says.
public sealed interface Encryption {

    /// `AWS_OWNED_KEY`: under the tenant's data keys, which the root key wraps.
    record Owned() implements Encryption {}

    /// `CUSTOMER_MANAGED_KMS_KEY`: under data keys that a KMS key of the customer's own wraps.
    record Customer(CustomerKey key) implements Encryption {}

    /// The default.
    Encryption OWNED = new Owned();

    /// The customer's key, if there is one.
    default Optional<CustomerKey> customerKey() {
        return switch (this) {
            case Owned _ -> Optional.empty();
            case Customer(var key) -> Optional.of(key);
        };
    }
}
