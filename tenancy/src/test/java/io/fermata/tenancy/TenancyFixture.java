// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import io.fermata.database.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/// The module as the application wires it, on a schema of its own behind the SQL gate, with a clock that the test turns.
public final class TenancyFixture implements AutoCloseable {

    private final TestDatabase database;
    private final Clock clock = new Clock();
    private final ConfigurableApplicationContext context;

    public TenancyFixture(Class<?> test, String... properties) {
        database = TestDatabase.fresh(test);
        SqlGate gate = SqlGate.around(database);
        context = new SpringApplicationBuilder(Wiring.class).web(WebApplicationType.NONE)
                .initializers((GenericApplicationContext beans) -> {
                    beans.registerBean("dataSource", DataSource.class, () -> gate);
                    beans.registerBean("clock", InstantSource.class, () -> clock);
                })
                .properties(
                        "fermata.data-directory=" + Path.of("target", "data", test.getSimpleName()).toAbsolutePath(),
                        "spring.main.banner-mode=off", "spring.main.log-startup-info=false",
                        "spring.jpa.hibernate.ddl-auto=validate", "spring.jpa.open-in-view=false",
                        "spring.jpa.properties.hibernate.jdbc.time_zone=UTC",
                        "spring.jpa.database-platform=" + dialect())
                .properties(properties).run();
    }

    @Configuration(proxyBeanMethods = false)
    @Import(TenancyConfiguration.class)
    @ImportAutoConfiguration({JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
            HibernateJpaAutoConfiguration.class, TransactionAutoConfiguration.class,
            MailSenderAutoConfiguration.class})
    static class Wiring {}

    /// A clock that stands still until it is turned.
    public static final class Clock implements InstantSource {

        private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        public void advance(Duration duration) {
            now = now.plus(duration);
        }
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public Clock clock() {
        return clock;
    }

    public TestDatabase database() {
        return database;
    }

    public Tenant tenant(String accountId, String slug) {
        return ((Tenants.Created) get(Tenants.class).create(accountId, slug, slug)).tenant();
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }

    private String dialect() {
        try (java.sql.Connection connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")
                    ? "org.hibernate.dialect.MariaDBDialect"
                    : "org.hibernate.dialect.MySQLDialect";
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
