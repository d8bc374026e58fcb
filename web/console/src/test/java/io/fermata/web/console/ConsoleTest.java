// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import io.fermata.tenancy.Members;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.User;
import io.fermata.tenancy.Users;
import io.fermata.web.console.access.SignedIn;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

/// What all page tests share: one application, and tenants and people of their own for each test.
@SpringBootTest(classes = ConsoleApplication.class, properties = {"fermata.data-directory=target/data/console",
        "spring.jpa.hibernate.ddl-auto=validate", "spring.jpa.open-in-view=false",
        "spring.jpa.properties.hibernate.jdbc.time_zone=UTC", "spring.session.jdbc.initialize-schema=never",
        "spring.flyway.enabled=false", "spring.main.banner-mode=off", "logging.level.root=WARN"})
@AutoConfigureMockMvc
@ExtendWith(CloseAtTheEnd.class)
abstract class ConsoleTest {

    static final String PASSWORD = "correct horse battery staple";

    private static final AtomicInteger NUMBERS = new AtomicInteger(1);

    @Autowired
    MockMvcTester mvc;

    @Autowired
    Tenants tenants;

    @Autowired
    Users users;

    @Autowired
    Members members;

    Tenant tenant() {
        int number = NUMBERS.getAndIncrement();
        return ((Tenants.Created) tenants.create(String.format("%012d", number), "t" + number, "Tenant " + number))
                .tenant();
    }

    User user() {
        int number = NUMBERS.getAndIncrement();
        return ((Users.Registered) users.create("person" + number + "@example.org", "Person " + number, PASSWORD))
                .user();
    }

    User member(Tenant tenant, Role role) {
        var user = user();
        members.put(tenant.id(), user.id(), role);
        return user;
    }

    /// A request in the session of that person.
    static MockMvcRequestBuilder as(User user, MockMvcRequestBuilder request) {
        var person = new SignedIn(user.id(), user.email(), user.name(), user.securityStamp(), Instant.now());
        return request.with(authentication(UsernamePasswordAuthenticationToken.authenticated(person, null,
                AuthorityUtils.createAuthorityList("ROLE_PERSON"))));
    }

    /// The part of an execution's page that its stream needs, as the script sends it.
    static String stream(String page) {
        var found = Pattern.compile("data-stream=\"([^\"]+)\" data-rev=\"(\\d+)\"").matcher(page);
        assertThat(found.find()).as("the address of the stream").isTrue();
        return found.group(1).replace("&amp;", "&") + "&rev=" + found.group(2);
    }
}
