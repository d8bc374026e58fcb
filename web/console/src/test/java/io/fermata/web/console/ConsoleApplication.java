// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import io.fermata.catalog.CatalogConfiguration;
import io.fermata.database.testing.TestDatabase;
import io.fermata.integrations.IntegrationsConfiguration;
import io.fermata.node.NodeConfiguration;
import io.fermata.scheduler.SchedulerConfiguration;
import io.fermata.tenancy.SqlGate;
import io.fermata.tenancy.TenancyConfiguration;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// The console with everything it needs, on a schema of its own behind the SQL gate.
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({TenancyConfiguration.class, CatalogConfiguration.class, NodeConfiguration.class,
        IntegrationsConfiguration.class, SchedulerConfiguration.class, ConsoleConfiguration.class})
class ConsoleApplication {

    @Bean
    TestDatabase testDatabase() {
        return TestDatabase.fresh(ConsoleApplication.class);
    }

    @Bean
    @org.springframework.context.annotation.Primary
    DataSource dataSource(TestDatabase database) {
        return SqlGate.around(database);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    HibernatePropertiesCustomizer dialect(TestDatabase database) {
        return properties -> properties.put("hibernate.dialect", dialectOf(database));
    }

    private static String dialectOf(TestDatabase database) {
        try (var connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")
                    ? "org.hibernate.dialect.MariaDBDialect"
                    : "org.hibernate.dialect.MySQLDialect";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
