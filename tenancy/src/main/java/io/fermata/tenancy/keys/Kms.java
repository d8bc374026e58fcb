// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import io.fermata.tenancy.TenantId;
import java.util.Map;

/// What Fermata asks of a key management service, with a tenant's own access to it. Blocks; any thread, but never a loop.
public interface Kms {

    /// Where there is none.
    Kms NONE = new Kms() {

        @Override
        public Generated generate(TenantId tenant, String kmsKeyId, Map<String, String> context) {
            throw none();
        }

        @Override
        public byte[] decrypt(TenantId tenant, String kmsKeyId, byte[] ciphertext, Map<String, String> context) {
            throw none();
        }

        private KmsRefusedException none() {
            return new KmsRefusedException(KmsRefusedException.Kind.ACCESS_DENIED,
                    "This server has no access to a key management service.");
        }
    };

    /// A fresh data key of 32 bytes.
    ///
    /// @throws KmsRefusedException when KMS refuses, or does not answer
    Generated generate(TenantId tenant, String kmsKeyId, Map<String, String> context);

    /// The data key behind a ciphertext of [#generate].
    ///
    /// @throws KmsRefusedException when KMS refuses, or does not answer
    byte[] decrypt(TenantId tenant, String kmsKeyId, byte[] ciphertext, Map<String, String> context);

    /// A new data key.
    ///
    /// @param plain 32 bytes, never stored and never printed
    /// @param ciphertext the same, wrapped by the KMS key; at most 6,144 bytes
    /// @param kmsKeyArn the key that wrapped it, wherever an alias points later
    record Generated(byte[] plain, byte[] ciphertext, String kmsKeyArn) {

        @Override
        public String toString() {
            return "data key under " + kmsKeyArn;
        }
    }
}
