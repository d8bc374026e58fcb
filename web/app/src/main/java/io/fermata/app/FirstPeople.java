// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import io.fermata.tenancy.AccessKey;
import io.fermata.tenancy.AccessKeys;
import io.fermata.tenancy.Members;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.Users;
import org.springframework.stereotype.Component;

/// Makes the first people and keys of a tenant.
@Component
class FirstPeople {

    private final Users users;
    private final Members members;
    private final AccessKeys keys;

    FirstPeople(Users users, Members members, AccessKeys keys) {
        this.users = users;
        this.members = members;
        this.keys = keys;
    }

    /// An admin, if an address is given.
    void admin(Tenant tenant, String email, String password) {
        if (!email.isEmpty()) {
            join(tenant, email, "Admin", password, Role.ADMIN);
        }
    }

    void join(Tenant tenant, String email, String name, String password, Role role) {
        var user = users.byEmail(email).orElseGet(() -> switch (users.create(email, name, password)) {
            case Users.Registered(var registered) -> registered;
            case Users.EmailTaken(var taken) -> throw new IllegalStateException("e-mail taken: " + taken);
            case Users.Unfit(var field, var sentence) ->
                throw new IllegalStateException("The person " + email + " cannot be made: " + field + ": " + sentence);
        });
        members.put(tenant.id(), user.id(), role);
    }

    /// A key with that id and secret, if they are given.
    void key(Tenant tenant, String accessKeyId, String secret) {
        if (!accessKeyId.isEmpty()) {
            keys.create(tenant, accessKeyId, secret, "bootstrap", Role.ADMIN);
        }
    }

    /// A key made by chance.
    AccessKey key(Tenant tenant) {
        return keys.create(tenant, "sample", Role.ADMIN);
    }
}
