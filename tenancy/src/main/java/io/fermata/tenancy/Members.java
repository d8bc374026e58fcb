// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import jakarta.persistence.EntityManager;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who belongs to which tenant, in which role. A tenant keeps at least one admin. Any thread.
public final class Members {

    private final TenantSessions sessions;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    Members(TenantSessions sessions, JdbcClient jdbc, InstantSource clock) {
        this.sessions = sessions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// The answer to a change.
    public enum Change {
        DONE,
        /// The person is no member of the tenant.
        NOT_A_MEMBER,
        /// The tenant would be left without an admin: make another one first.
        LAST_ADMIN
    }

    /// Makes a person a member, or gives a member another role.
    public Change put(TenantId tenant, long userId, Role role) {
        return sessions.in(tenant, entities -> {
            Optional<MembershipRow> known = row(entities, userId);
            if (known.isEmpty()) {
                entities.persist(
                        new MembershipRow(userId, role, LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)));
                return Change.DONE;
            }
            if (known.get().role == Role.ADMIN && role != Role.ADMIN && isLastAdmin(entities)) {
                return Change.LAST_ADMIN;
            }
            known.get().role = role;
            return Change.DONE;
        });
    }

    /// Ends a membership. The person stays.
    public Change remove(TenantId tenant, long userId) {
        return sessions.in(tenant, entities -> {
            Optional<MembershipRow> known = row(entities, userId);
            if (known.isEmpty()) {
                return Change.NOT_A_MEMBER;
            }
            if (known.get().role == Role.ADMIN && isLastAdmin(entities)) {
                return Change.LAST_ADMIN;
            }
            entities.remove(known.get());
            return Change.DONE;
        });
    }

    /// The membership of one person, for each request anew.
    public Optional<Membership> find(TenantId tenant, long userId) {
        return sessions.in(tenant, entities -> {
            UserRow user = entities.find(UserRow.class, userId);
            return user == null
                    ? Optional.empty()
                    : row(entities, userId).map(row -> new Membership(tenant, userId, user.email, user.name, row.role));
        });
    }

    /// All members of a tenant by e-mail.
    public List<Membership> list(TenantId tenant) {
        return sessions.in(tenant, entities -> entities
                .createQuery(
                        "select m.role, u.id, u.email, u.name from MembershipRow m join UserRow u on u.id = m.userId order by u.email",
                        Object[].class)
                .getResultList().stream()
                .map(row -> new Membership(tenant, (Long) row[1], (String) row[2], (String) row[3], (Role) row[0]))
                .toList());
    }

    /// The tenants of one person by slug, for the choice after the sign-in.
    public List<Tenant> tenantsOf(long userId) {
        return jdbc
                .sql("""
                        /* system */ SELECT t.id, t.account_id, t.slug, t.name FROM membership m JOIN tenant t ON t.id = m.tenant_id
                        WHERE m.user_id = ? ORDER BY t.slug
                        """)
                .param(userId)
                .query((row, _) -> new Tenant(new TenantId(row.getLong("id")), row.getString("account_id"),
                        row.getString("slug"), row.getString("name")))
                .list();
    }

    private static Optional<MembershipRow> row(EntityManager entities, long userId) {
        return entities.createQuery("from MembershipRow where userId = :user", MembershipRow.class)
                .setParameter("user", userId).getResultList().stream().findFirst();
    }

    private static boolean isLastAdmin(EntityManager entities) {
        // Locking all admins makes two admins who remove each other wait for one another.
        return entities.createQuery("from MembershipRow where role = :role", MembershipRow.class)
                .setParameter("role", Role.ADMIN)
                .setLockMode(jakarta.persistence.LockModeType.PESSIMISTIC_WRITE).getResultList().size() == 1;
    }
}
