// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import com.zaxxer.hikari.HikariDataSource;
import io.fermata.database.DatabaseAddress;
import io.fermata.database.Databases;
import io.fermata.database.EmbeddedDatabase;
import io.fermata.database.Migrations;
import io.fermata.database.ServerCheck;
import io.fermata.tenancy.SqlGate;
import io.fermata.tenancy.TenancySettings;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/// The database at start: an embedded one unless `spring.datasource.url` names a server; checked, migrated, and seen by
/// everything else through the gate that demands a tenant in every statement.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TenancySettings.class)
class DatabaseConfiguration {

    static final String SCHEMA = "fermata";
    private static final String NO_SERVER_GIVEN = "'${spring.datasource.url:}'.isEmpty()";
    private static final Logger log = LoggerFactory.getLogger(DatabaseConfiguration.class);

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnExpression(NO_SERVER_GIVEN)
    EmbeddedDatabase embeddedDatabase(TenancySettings settings) throws IOException {
        if (!EmbeddedDatabase.isAvailable()) {
            throw new IllegalStateException(
                    "This build of Fermata has no embedded database: set SPRING_DATASOURCE_URL, "
                            + "SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD to those of a MySQL 8.4+ or MariaDB 11.4.5+ server.");
        }
        var directory = settings.directory().resolve("mariadb");
        var database = EmbeddedDatabase.start(directory, EmbeddedDatabase.Durability.EVERY_COMMIT);
        log.info("Embedded MariaDB {} on port {}, files in {}", database.isAdopted() ? "was still running" : "started",
                database.port(), directory.toAbsolutePath());
        return database;
    }

    /// Stops the embedded server with the application. A command beside a running service leaves the service's server alone.
    @Bean
    @ConditionalOnExpression(NO_SERVER_GIVEN)
    DisposableBean embeddedDatabaseStop(EmbeddedDatabase database, Environment environment) {
        boolean guest = environment.getProperty(ResetPassword.GUEST, Boolean.class, false) && database.isAdopted();
        return guest ? () -> log.debug("The embedded database was running before, and goes on") : database::close;
    }

    @Bean(destroyMethod = "close")
    HikariDataSource pool(Environment environment, ObjectProvider<EmbeddedDatabase> embedded, InstantSource clock)
            throws SQLException {
        var server = embedded.getIfAvailable();
        var address = server != null
                ? server.createSchema(SCHEMA)
                : new DatabaseAddress(environment.getRequiredProperty("spring.datasource.url"),
                        environment.getProperty("spring.datasource.username", ""),
                        environment.getProperty("spring.datasource.password", ""));
        int size = environment.getProperty("fermata.database.pool-size", Integer.class, 24);
        var pool = new HikariDataSource(Databases.pool("fermata", address, size));
        switch (ServerCheck.check(pool, clock)) {
            case ServerCheck.Fit(var product, var version, var warnings) -> {
                log.info("Database: {} {}", product, version);
                warnings.forEach(log::warn);
            }
            case ServerCheck.Refused(var sentence) -> {
                pool.close();
                throw new IllegalStateException(sentence);
            }
        }
        int applied = Migrations.apply(pool);
        if (applied > 0) {
            log.info("Applied {} migrations", applied);
        }
        return pool;
    }

    @Bean
    @Primary
    DataSource dataSource(HikariDataSource pool) {
        return SqlGate.around(pool);
    }

    /// Hibernate cannot ask a MariaDB server through MySQL's driver what it is, so it is told.
    @Bean
    HibernatePropertiesCustomizer dialect(HikariDataSource pool, InstantSource clock) throws SQLException {
        boolean mariaDb = ServerCheck.check(pool, clock) instanceof ServerCheck.Fit fit
                && fit.product() == ServerCheck.Product.MARIADB;
        var dialect = mariaDb ? "org.hibernate.dialect.MariaDBDialect" : "org.hibernate.dialect.MySQLDialect";
        return properties -> properties.put("hibernate.dialect", dialect);
    }
}
