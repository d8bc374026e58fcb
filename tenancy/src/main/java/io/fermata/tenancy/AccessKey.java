// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

/// A pair with which a program signs its requests.
///
/// @param accessKeyId 16 to 128 letters, digits and underscores; ours are `FRMA` and 16 capital letters and digits
/// @param secret the signing secret; never logged, never shown after the key was made
public record AccessKey(TenantId tenant, String accountId, String accessKeyId, String secret, Role role) {

    /// The holder of this key as the one who asks.
    public Principal.KeyPrincipal principal() {
        return new Principal.KeyPrincipal(tenant, accessKeyId, role);
    }

    @Override
    public String toString() {
        return accessKeyId;
    }
}
