// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.tenancy.Role;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.User;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.http.HttpStatus;

/// Tests of what an author does and what becomes of it: a tenant and its author for each.
abstract class AuthorPagesTest extends ConsoleTest {

    Tenant tenant;
    User author;
    /// The path of the tenant's pages.
    String base;

    @BeforeEach
    void makeTenant() {
        tenant = tenant();
        author = member(tenant, Role.AUTHOR);
        base = "/t/" + tenant.slug();
    }

    /// Has the author make a state machine of the kind that the form offers first.
    void create(String name, String definition) {
        assertThat(as(author, mvc.post().uri(base + "/new-state-machine").with(csrf()).param("name", name)
                .param("definition", definition).param("act", "save"))).hasStatus(HttpStatus.FOUND)
                .hasRedirectedUrl(base + "/state-machines/" + name);
    }
}
