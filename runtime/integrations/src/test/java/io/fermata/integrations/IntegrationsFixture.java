// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.TaskCompletion;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.Limits;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.Members;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.SqlGate;
import io.fermata.tenancy.TenancyConfiguration;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.Users;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/// The module as the application wires it, on a schema of its own behind the SQL gate, with two tenants, a clock that the
/// test turns, and an execution that takes every answer.
public final class IntegrationsFixture implements AutoCloseable {

    private static final AtomicLong EXECUTIONS = new AtomicLong(1_000);

    private final TestDatabase database;
    private final Clock clock = new Clock();
    private final Completions completions = new Completions();
    private final ConfigurableApplicationContext context;
    public final Tenant acme;
    public final Tenant other;

    public IntegrationsFixture(Class<?> test, String... properties) {
        database = TestDatabase.fresh(test);
        var gate = SqlGate.around(database);
        context = new SpringApplicationBuilder(Wiring.class).web(WebApplicationType.NONE)
                .initializers((GenericApplicationContext beans) -> {
                    beans.registerBean("dataSource", DataSource.class, () -> gate);
                    beans.registerBean("clock", InstantSource.class, () -> clock);
                    beans.registerBean("completions", TaskCompletion.class, () -> completions);
                })
                .properties(
                        "fermata.data-directory=" + Path.of("target", "data", test.getSimpleName()).toAbsolutePath(),
                        "fermata.public-url=https://fermata.example.org", "spring.main.banner-mode=off",
                        "spring.main.log-startup-info=false", "spring.jpa.hibernate.ddl-auto=validate",
                        "spring.jpa.open-in-view=false", "spring.jpa.properties.hibernate.jdbc.time_zone=UTC",
                        "spring.jpa.database-platform=" + dialect())
                .properties(properties).run();
        acme = ((Tenants.Created) get(Tenants.class).create("111111111111", "acme", "Acme")).tenant();
        other = ((Tenants.Created) get(Tenants.class).create("222222222222", "other", "Other")).tenant();
    }

    @Configuration(proxyBeanMethods = false)
    @Import({TenancyConfiguration.class, IntegrationsConfiguration.class})
    @ImportAutoConfiguration({JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
            HibernateJpaAutoConfiguration.class, TransactionAutoConfiguration.class})
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

    /// Takes answers for tasks; says what a test has put in line, else that it accepted.
    public static final class Completions implements TaskCompletion {

        public record Completed(long tenant, String taskToken, TaskOutcome outcome) {}

        public final List<Completed> all = new CopyOnWriteArrayList<>();
        public final Deque<Answer> line = new ArrayDeque<>();

        @Override
        public synchronized Answer complete(long tenant, String taskToken, TaskOutcome outcome) {
            all.add(new Completed(tenant, taskToken, outcome));
            return line.isEmpty() ? Answer.ACCEPTED : line.removeFirst();
        }

        public List<Completed> of(String taskToken) {
            return all.stream().filter(one -> one.taskToken().equals(taskToken)).toList();
        }
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public Clock clock() {
        return clock;
    }

    public Completions completions() {
        return completions;
    }

    public TestDatabase database() {
        return database;
    }

    /// A person of a tenant, made if need be; answers the user's id.
    public long member(Tenant tenant, String email, Role role) {
        var users = get(Users.class);
        var user = users.byEmail(email).orElseGet(() -> {
            var made = users.create(email, "Name of " + email, "correct horse battery staple");
            return ((Users.Registered) made).user();
        });
        get(Members.class).put(tenant.id(), user.id(), role);
        return user.id();
    }

    /// A task of an execution of its own.
    public static TaskRequest request(Tenant tenant, TaskResource resource, String parameters, String starter,
            @Nullable Duration timeout) {
        long execution = EXECUTIONS.incrementAndGet();
        var arn = "arn:aws:states:us-east-1:" + tenant.accountId() + ":execution:m:e" + execution;
        return new TaskRequest(tenant.id().value(), execution, 5, () -> Set.of(starter), arn, "e" + execution,
                "arn:aws:states:us-east-1:" + tenant.accountId() + ":stateMachine:m", "Ask", resource,
                Json.parse(parameters), "token-" + execution, arn + "#5", timeout);
    }

    /// The same request of an execution that runs under those limits.
    public static TaskRequest under(Limits limits, TaskRequest of) {
        return new TaskRequest(of.tenant(), of.executionNo(), of.scheduled(), of.starters(), of.executionArn(),
                of.executionName(), of.stateMachineArn(), of.stateName(), of.resource(), of.parameters(),
                of.taskToken(), of.idempotencyKey(), of.timeout(), of.roles(), limits.payloadBytes());
    }

    public static TaskResource.Integration resource(String service, String action, TaskResource.Pattern pattern) {
        return new TaskResource.Integration("arn:aws:states:::" + service + ":" + action + pattern.suffix(), service,
                action, pattern);
    }

    @Override
    public void close() {
        context.close();
        database.close();
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
}
