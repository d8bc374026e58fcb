// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.tenancy.keys.KeyAbsentException;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.charset.StandardCharsets;

/// Definitions of revisions that name a customer's key, sealed under it. A sealed text opens only as what it was: that
/// revision of that machine of that tenant. Any thread; never asks KMS.
final class SealedDefinitions {

    private final KeyRing keys;

    SealedDefinitions(KeyRing keys) {
        this.keys = keys;
    }

    /// @throws KeyAbsentException when the customer's key is not in memory
    byte[] seal(Revision revision, Encryption.Customer encryption) {
        return keys.seal(keys.sealer(revision.tenant(), encryption.key()), place(revision),
                revision.definition().getBytes(StandardCharsets.UTF_8));
    }

    /// The text of a revision, sealed or not.
    ///
    /// @throws KeyAbsentException when it is sealed and the customer's key is not in memory
    String open(Revision revision) {
        var sealed = revision.sealedDefinition();
        return sealed == null
                ? revision.definition()
                : new String(keys.open(revision.tenant(), place(revision), sealed), StandardCharsets.UTF_8);
    }

    private static String place(Revision revision) {
        return "revision.definition:" + revision.stateMachineId() + ":" + revision.number();
    }
}
