// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.egress.AllowList;
import io.fermata.tenancy.egress.EgressClient;
import io.fermata.tenancy.egress.EgressGuard;
import io.fermata.tenancy.egress.NameResolver;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.RootKey;
import io.fermata.tenancy.mail.Delivery;
import io.fermata.tenancy.mail.Outbox;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.hibernate.cfg.MultiTenancySettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this module. Needs a data source with a migrated schema, a JPA transaction manager and an `InstantSource`.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TenancySettings.class)
@EntityScan(basePackageClasses = UserRow.class)
public class TenancyConfiguration {

    @Bean
    HibernatePropertiesCustomizer tenantsOfHibernate() {
        return properties -> properties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER,
                new TenantSessions.Resolver());
    }

    @Bean
    TransactionOperations transactionOperations(PlatformTransactionManager manager) {
        return new RepeatedTransactions(new TransactionTemplate(manager));
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    }

    @Bean
    RootKey rootKey(TenancySettings settings, JdbcClient jdbc, InstantSource clock) throws IOException {
        RootKey key = RootKey.of(settings.configuredRootKey(), settings.directory());
        key.check(jdbc, clock);
        return key;
    }

    @Bean
    KeyRing keyRing(RootKey rootKey, JdbcClient jdbc, InstantSource clock) {
        return new KeyRing(rootKey, jdbc, clock);
    }

    @Bean
    Tenants tenants(JdbcClient jdbc, TransactionOperations transaction, KeyRing keyRing, InstantSource clock) {
        return new Tenants(jdbc, transaction, keyRing, clock);
    }

    @Bean
    TenantSessions tenantSessions(EntityManagerFactory entities, TransactionOperations transaction) {
        return new TenantSessions(entities, transaction);
    }

    @Bean
    Users users(TenantSessions sessions, PasswordEncoder encoder, InstantSource clock) {
        return new Users(sessions, encoder, clock);
    }

    @Bean
    Members members(TenantSessions sessions, JdbcClient jdbc, InstantSource clock) {
        return new Members(sessions, jdbc, clock);
    }

    @Bean
    AccessKeys accessKeys(TenantSessions sessions, JdbcClient jdbc, KeyRing keyRing, InstantSource clock) {
        return new AccessKeys(sessions, jdbc, keyRing, clock);
    }

    @Bean
    Audit audit(JdbcClient jdbc, TransactionOperations transaction, InstantSource clock) {
        return new Audit(jdbc, transaction, clock);
    }

    @Bean
    Outbox outbox(JdbcClient jdbc, TransactionOperations transaction, KeyRing keyRing, InstantSource clock) {
        return new Outbox(jdbc, transaction, keyRing, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Delivery delivery(Outbox outbox, ObjectProvider<JavaMailSender> server, TenancySettings settings) {
        return new Delivery(outbox, Optional.ofNullable(server.getIfAvailable()), settings.mail().from());
    }

    @Bean
    EgressGuard egressGuard(TenancySettings settings) {
        return new EgressGuard(AllowList.of(settings.egress().allow(), settings.bootstrap().awsEndpointUrl()),
                NameResolver.ofTheSystem());
    }

    @Bean(destroyMethod = "close")
    EgressClient egressClient(EgressGuard guard) {
        return new EgressClient(guard);
    }
}
