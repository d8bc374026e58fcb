// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

/// Where a schema is and how to sign in: a `jdbc:mysql:` address with the schema's name, a user and a password.
/// Printing it does not show the password.
public record DatabaseAddress(String url, String username, String password) {

    @Override
    public String toString() {
        return username + "@" + url.replaceFirst("\\?.*", "");
    }
}
