// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import java.io.Serializable;
import java.util.Set;

/// Who asks, in one tenant: a person in the console, an access key in an API call, or an execution whose task calls the API.
public sealed interface Principal extends Serializable {

    /// The tenant in which the principal acts.
    TenantId tenant();

    /// The role held when the principal was made; ask again for each request, so that a change counts at once.
    Role role();

    /// How the audit trail names the principal: `user:` and the e-mail, `key:` and the access key id, or `execution ` and the
    /// ARN.
    String name();

    /// The permissions of the role.
    default Set<Permission> permissions() {
        return role().permissions();
    }

    /// Whether the role has the permission. An access key decides no approval and changes no member or key, whatever its role.
    boolean may(Permission permission);

    /// A signed-in person.
    record UserPrincipal(TenantId tenant, long userId, String email, Role role) implements Principal {

        @Override
        public String name() {
            return "user:" + email;
        }

        @Override
        public boolean may(Permission permission) {
            return permissions().contains(permission);
        }
    }

    /// An execution, in the name of whoever wrote its definition: it may what an author may.
    ///
    /// @param name who started it, or which execution it is
    record ExecutionPrincipal(TenantId tenant, String name) implements Principal {

        @Override
        public Role role() {
            return Role.AUTHOR;
        }

        @Override
        public boolean may(Permission permission) {
            return permissions().contains(permission);
        }
    }

    /// The holder of an access key.
    record KeyPrincipal(TenantId tenant, String accessKeyId, Role role) implements Principal {

        private static final Set<Permission> PEOPLE_ONLY = Set.of(Permission.APPROVAL_DECIDE, Permission.MEMBER_WRITE,
                Permission.KEY_WRITE, Permission.TENANT_WRITE);

        @Override
        public String name() {
            return "key:" + accessKeyId;
        }

        @Override
        public boolean may(Permission permission) {
            return permissions().contains(permission) && !PEOPLE_ONLY.contains(permission);
        }
    }
}
