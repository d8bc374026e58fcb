// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

/// A person, known by e-mail over all tenants.
///
/// @param email in lower case, at most 254 characters
/// @param name shown to people, 1 to 100 characters
/// @param securityStamp grows when the password changes; a session that remembers another value has ended
public record User(long id, String email, String name, boolean enabled, long securityStamp) {}
