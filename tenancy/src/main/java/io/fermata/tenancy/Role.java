// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static io.fermata.tenancy.Permission.*;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What a member or an access key is in a tenant. A role is a set of permissions; the roles are not a ladder.
public enum Role {

    /// Looks at everything that is not a secret, changes nothing.
    VIEWER(EnumSet.of(STATE_MACHINE_READ, EXECUTION_READ, ACTIVITY_READ, APPROVAL_READ, SCHEDULE_READ, WEBHOOK_READ,
            TENANT_READ)),
    /// A viewer who also decides approvals.
    APPROVER(with(VIEWER.permissions, APPROVAL_DECIDE)),
    /// A viewer who also runs things: starts, stops, redrives, answers tasks.
    OPERATOR(with(VIEWER.permissions, EXECUTION_START, EXECUTION_STOP, TASK_ANSWER, OUTBOX_READ, CONNECTION_READ)),
    /// An operator who also writes definitions and what starts them.
    AUTHOR(with(OPERATOR.permissions, STATE_MACHINE_WRITE, ACTIVITY_WRITE, SCHEDULE_WRITE, WEBHOOK_WRITE,
            CONNECTION_WRITE)),
    /// May do everything in the tenant.
    ADMIN(EnumSet.allOf(Permission.class));

    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = Collections.unmodifiableSet(permissions);
    }

    /// The permissions of this role, unmodifiable.
    public Set<Permission> permissions() {
        return permissions;
    }

    private static Set<Permission> with(Set<Permission> some, Permission... more) {
        EnumSet<Permission> all = EnumSet.copyOf(some);
        Collections.addAll(all, more);
        return all;
    }
}
