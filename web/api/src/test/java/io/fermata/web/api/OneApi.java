// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import io.fermata.catalog.CatalogConfiguration;
import io.fermata.database.testing.TestDatabase;
import io.fermata.integrations.IntegrationsConfiguration;
import io.fermata.language.Json;
import io.fermata.node.NodeConfiguration;
import io.fermata.tenancy.Current;
import io.fermata.tenancy.Principal;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.SqlGate;
import io.fermata.tenancy.TenancyConfiguration;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Operations;
import io.fermata.web.api.aws.actions.TokenGate;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;

/// All operations of the API over a node and a database with two tenants, called without HTTP. Shared by the test classes
/// that name it: started with the first, stopped after the last.
public final class OneApi implements BeforeAllCallback {

    public static final String FIRST = "111111111111";
    public static final String SECOND = "222222222222";

    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    private static Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        var store = context.getRoot().getStore(Namespace.GLOBAL);
        if (store.get(OneApi.class) == null) {
            running = new Running();
            store.put(OneApi.class, running);
        }
    }

    /// Lets time pass on the server.
    public static void pass(Duration time) {
        AHEAD.updateAndGet(time::plus);
    }

    /// What the first tenant's admin is answered.
    public static JsonNode call(String operation, String request) {
        return call(FIRST, Role.ADMIN, operation, request);
    }

    /// What the holder of a key of that account is answered.
    public static JsonNode call(String account, Role role, String operation, String request) {
        var tenant = running.tenants.get(account);
        var principal = new Principal.KeyPrincipal(tenant.id(), "AKIA", role);
        var caller = new Caller(principal, account, "us-east-1");
        var found = running.operations.find(operation).orElseThrow();
        caller.needs(found.action().permission(), operation);
        return Current.as(principal, () -> found.perform(caller, Json.parse(request)));
    }

    /// Code and sentence of the refusal.
    public static String refusal(String operation, String request) {
        return refusal(FIRST, operation, request);
    }

    /// Code and sentence of the refusal.
    public static String refusal(String account, String operation, String request) {
        try {
            return "no refusal but " + call(account, Role.ADMIN, operation, request);
        } catch (ApiError refused) {
            return refused.code() + ": " + refused.getMessage();
        }
    }

    /// A part of the server behind the operations.
    public static <T> T bean(Class<T> type) {
        return running.context.getBean(type);
    }

    /// The tenant of an account.
    public static TenantId tenant(String account) {
        return running.tenants.get(account).id();
    }

    /// Makes a state machine with one Pass state.
    ///
    /// @param more further members of the request, each after a comma
    public static JsonNode machine(String name, String more) {
        return call("CreateStateMachine", """
                {"name":"%s","roleArn":"arn:aws:iam::111111111111:role/r","definition":"%s"%s}""".formatted(name,
                pass("v1"), more));
    }

    /// The text of a definition, to stand inside a JSON text.
    public static String pass(String comment) {
        return ("{'Comment':'" + comment + "','StartAt':'P','States':{'P':{'Type':'Pass','End':true}}}")
                .replace("'", "\\\"");
    }

    /// The ARN of a state machine of the first account, or of a version or alias of one.
    public static String arn(String name) {
        return "arn:aws:states:us-east-1:" + FIRST + ":stateMachine:" + name;
    }

    @Configuration(proxyBeanMethods = false)
    @Import({TenancyConfiguration.class, CatalogConfiguration.class, NodeConfiguration.class,
            IntegrationsConfiguration.class, ApiConfiguration.class})
    @ImportAutoConfiguration({JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
            HibernateJpaAutoConfiguration.class, TransactionAutoConfiguration.class})
    static class Wiring {

        @Bean
        TokenGate everyTokenPasses() {
            return (_, _) -> {
            };
        }
    }

    private static final class Running implements AutoCloseable {

        private final TestDatabase database = TestDatabase.fresh(OneApi.class);
        private final ConfigurableApplicationContext context;
        private final Map<String, Tenant> tenants;
        private final Operations operations;

        Running() {
            var gate = SqlGate.around(database);
            context = new SpringApplicationBuilder(Wiring.class).web(WebApplicationType.NONE)
                    .initializers((GenericApplicationContext beans) -> {
                        beans.registerBean("dataSource", DataSource.class, () -> gate);
                        beans.registerBean("clock", InstantSource.class,
                                () -> () -> InstantSource.system().instant().plus(AHEAD.get()));
                    })
                    .properties("fermata.data-directory=" + Path.of("target", "data", "OneApi").toAbsolutePath(),
                            "spring.main.banner-mode=off", "spring.main.log-startup-info=false",
                            "spring.jpa.hibernate.ddl-auto=validate", "spring.jpa.open-in-view=false",
                            "spring.jpa.properties.hibernate.jdbc.time_zone=UTC",
                            "spring.jpa.database-platform=" + dialect())
                    .run();
            tenants = Map.of(FIRST, tenant(FIRST, "first"), SECOND, tenant(SECOND, "second"));
            operations = context.getBean(Operations.class);
        }

        private Tenant tenant(String account, String slug) {
            return ((Tenants.Created) context.getBean(Tenants.class).create(account, slug, slug)).tenant();
        }

        private String dialect() {
            try (var connection = database.getConnection()) {
                return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")
                        ? "org.hibernate.dialect.MariaDBDialect"
                        : "org.hibernate.dialect.MySQLDialect";
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            context.close();
            database.close();
        }
    }
}
