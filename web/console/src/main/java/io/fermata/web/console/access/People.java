// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

import io.fermata.tenancy.Members;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.User;
import io.fermata.tenancy.Users;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/// Tells who is asking: the session's person if the session still counts, and their membership of a tenant. Any thread.
@Component
public final class People {

    /// How long a session lasts whatever is done with it.
    static final Duration LONGEST_SESSION = Duration.ofHours(12);

    private final Users users;
    private final Tenants tenants;
    private final Members members;
    private final InstantSource clock;

    People(Users users, Tenants tenants, Members members, InstantSource clock) {
        this.users = users;
        this.tenants = tenants;
        this.members = members;
        this.clock = clock;
    }

    /// The person of this request's session. Empty when nobody is signed in, the session is older than 12 hours, the
    /// person is disabled, or the password has changed since.
    public Optional<SignedIn> signedIn() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof SignedIn person && counts(person)
                ? Optional.of(person)
                : Optional.empty();
    }

    private boolean counts(SignedIn person) {
        return person.at().plus(LONGEST_SESSION).isAfter(clock.instant()) && users.byId(person.userId())
                .filter(User::enabled).filter(user -> user.securityStamp() == person.securityStamp()).isPresent();
    }

    /// The person's visit of the tenant with that slug; empty if there is none or they are no member.
    public Optional<Visit> visit(SignedIn person, String slug) {
        return tenants.bySlug(slug).flatMap(
                tenant -> members.find(tenant.id(), person.userId()).map(member -> new Visit(tenant, member)));
    }
}
