// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

/// A team that has its own state machines, people and keys.
///
/// @param accountId 12 digits, unique, the account in every ARN of the tenant
/// @param slug unique name in console addresses: 1 to 63 lower-case letters, digits and inner hyphens
/// @param name shown to people, 1 to 100 characters
public record Tenant(TenantId id, String accountId, String slug, String name) {

    /// @throws IllegalArgumentException if a field breaks its rule; the message names the field and the rule
    public Tenant {
        checkFields(accountId, slug, name);
    }

    static void checkFields(String accountId, String slug, String name) {
        if (!accountId.matches("\\d{12}")) {
            throw new IllegalArgumentException("The account id has exactly 12 digits, not: " + accountId);
        }
        if (!slug.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    "The slug has 1 to 63 lower-case letters, digits and inner hyphens, not: " + slug);
        }
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("The tenant's name has 1 to 100 characters");
        }
    }
}
