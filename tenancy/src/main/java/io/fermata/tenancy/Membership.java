// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

/// A person's place in one tenant: exactly one role.
public record Membership(TenantId tenant, long userId, String email, String name, Role role) {

    /// This member as the one who asks.
    public Principal.UserPrincipal principal() {
        return new Principal.UserPrincipal(tenant, userId, email, role);
    }
}
