// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import io.fermata.tenancy.Role;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.User;
import org.junit.jupiter.api.BeforeEach;

/// Tests of what an admin does: a tenant and its admin for each.
abstract class AdminPagesTest extends ConsoleTest {

    Tenant tenant;
    User admin;
    /// The path of the tenant's pages.
    String base;

    @BeforeEach
    void makeTenant() {
        tenant = tenant();
        admin = member(tenant, Role.ADMIN);
        base = "/t/" + tenant.slug();
    }
}
