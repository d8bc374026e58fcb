// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.support.TransactionOperations;

/// Runs work on entities in a transaction whose Hibernate session belongs to one tenant. Any thread.
final class TenantSessions {

    /// No tenant has this number: a session without a tenant reads no tenant's row, and its inserts break the foreign key.
    private static final long NONE = 0;

    private static final HibernateJpaDialect DIALECT = new HibernateJpaDialect();
    private static final ScopedValue<Long> TENANT = ScopedValue.newInstance();

    private final EntityManager entities;
    private final TransactionOperations transaction;

    TenantSessions(EntityManagerFactory entities, TransactionOperations transaction) {
        this.entities = SharedEntityManagerCreator.createSharedEntityManager(entities);
        this.transaction = transaction;
    }

    /// @throws IllegalStateException if the caller already is in a transaction of another tenant
    <T extends @Nullable Object> T in(TenantId tenant, Function<EntityManager, T> work) {
        return ScopedValue.where(TENANT, tenant.value()).call(() -> translated(() -> transaction.execute(_ -> {
            Object session = entities.unwrap(Session.class).getTenantIdentifierValue();
            if (!session.equals(tenant.value())) {
                throw new IllegalStateException(
                        "This transaction began for tenant " + session + " and cannot work on tenant " + tenant);
            }
            return work.apply(entities);
        })));
    }

    /// For global entities only.
    <T extends @Nullable Object> T global(Function<EntityManager, T> work) {
        return translated(() -> transaction.execute(_ -> work.apply(entities)));
    }

    /// Gives Hibernate's errors the names that JDBC's have in Spring, such as `DataIntegrityViolationException`.
    private static <T extends @Nullable Object> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (PersistenceException e) {
            DataAccessException known = DIALECT.translateExceptionIfPossible(e);
            throw known == null ? e : known;
        }
    }

    /// Tells Hibernate the tenant of a session that is being opened.
    static final class Resolver implements CurrentTenantIdentifierResolver<Long> {

        @Override
        public Long resolveCurrentTenantIdentifier() {
            return TENANT.isBound() ? TENANT.get() : Long.valueOf(NONE);
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }
}
