// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.fermata.catalog.CatalogConfiguration;
import io.fermata.catalog.NewStateMachine;
import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachineAnswer;
import io.fermata.catalog.StateMachines;
import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.integrations.IntegrationsConfiguration;
import io.fermata.integrations.approval.Approval;
import io.fermata.integrations.approval.Approvals;
import io.fermata.integrations.approval.Decision;
import io.fermata.integrations.approval.DecisionAnswer;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.node.Executions;
import io.fermata.node.NodeConfiguration;
import io.fermata.node.StartAnswer;
import io.fermata.node.StartRequest;
import io.fermata.node.testing.TestNode;
import io.fermata.scheduler.Schedules;
import io.fermata.scheduler.SchedulerConfiguration;
import io.fermata.scheduler.Slot;
import io.fermata.tenancy.keys.WebhookSignature;
import io.fermata.scheduler.Webhooks;
import io.fermata.tenancy.Members;
import io.fermata.tenancy.Principal;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.SqlGate;
import io.fermata.tenancy.TenancyConfiguration;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.Users;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.actions.TokenGate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/// People, clock and webhooks together with a node, wired as the application wires them.
class HooksTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/test";
    private static final String ASKING = """
            {"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::fermata:approval.waitForTaskToken",
            "Parameters":{"title":"May it run?","exclude":[],"stages":[{"name":"Me","ask":["user:ada@example.org"],"quorum":1}]},
            "TimeoutSeconds":600,"End":true}}}""";

    private static TestDatabase database;
    private static ConfigurableApplicationContext context;
    private static MockMvc http;
    private static Tenant acme;
    private static long ada;

    @Configuration(proxyBeanMethods = false)
    @Import({TenancyConfiguration.class, CatalogConfiguration.class, NodeConfiguration.class,
            IntegrationsConfiguration.class, SchedulerConfiguration.class, HooksConfiguration.class})
    @ImportAutoConfiguration({JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
            HibernateJpaAutoConfiguration.class, TransactionAutoConfiguration.class, QuartzAutoConfiguration.class})
    static class Wiring {}

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh(HooksTest.class);
        var gate = SqlGate.around(database);
        context = new SpringApplicationBuilder(Wiring.class).web(WebApplicationType.NONE)
                .initializers((GenericApplicationContext beans) -> {
                    beans.registerBean("dataSource", DataSource.class, () -> gate);
                    beans.registerBean("clock", InstantSource.class, InstantSource::system);
                })
                .properties("fermata.data-directory=" + Path.of("target", "data", "HooksTest").toAbsolutePath(),
                        "spring.main.banner-mode=off", "spring.main.log-startup-info=false",
                        "spring.jpa.hibernate.ddl-auto=validate", "spring.jpa.open-in-view=false",
                        "spring.jpa.properties.hibernate.jdbc.time_zone=UTC",
                        "spring.jpa.database-platform=" + dialect(), "spring.quartz.job-store-type=jdbc",
                        "spring.quartz.jdbc.initialize-schema=never", "spring.quartz.scheduler-name=fermata",
                        "spring.quartz.properties[org.quartz.scheduler.instanceId]=AUTO",
                        "spring.quartz.properties[org.quartz.scheduler.idleWaitTime]=1000",
                        "spring.quartz.properties[org.quartz.jobStore.isClustered]=true",
                        "spring.quartz.properties[org.quartz.jobStore.clusterCheckinInterval]=5000",
                        "spring.quartz.properties[org.quartz.jobStore.useProperties]=true",
                        "spring.quartz.properties[org.quartz.jobStore.driverDelegateClass]=org.quartz.impl.jdbcjobstore.StdJDBCDelegate",
                        "spring.quartz.properties[org.quartz.threadPool.threadCount]=4")
                .run();
        acme = ((Tenants.Created) bean(Tenants.class).create("123456789012", "acme", "Acme")).tenant();
        ada = ((Users.Registered) bean(Users.class).create("ada@example.org", "Ada", "correct horse battery staple"))
                .user().id();
        bean(Members.class).put(acme.id(), ada, Role.ADMIN);
        http = MockMvcBuilders.standaloneSetup(bean(HookController.class)).build();
    }

    @AfterAll
    static void stop() {
        context.close();
        database.close();
    }

    @Test
    void aPersonResumesAnExecutionThatNoProgramCanAnswerFor() {
        var machine = machine("asking", ASKING);
        var started = (StartAnswer.Started) bean(Executions.class).start(new StartRequest(acme.id(), machine.id(),
                machine.revision().id(), null, Json.parse("{}"), "user:ada@example.org"));
        var approval = awaitApproval(started.executionNo());
        var row = bean(Executions.class).reads().find(acme.id(), started.executionNo()).orElseThrow();
        var token = bean(Executions.class).token(row, approval.scheduledEvent());
        var caller = new Caller(new Principal.KeyPrincipal(acme.id(), "AKIA", Role.ADMIN), acme.accountId(),
                "us-east-1");

        assertThatThrownBy(() -> bean(TokenGate.class).check(caller, token)).isInstanceOfSatisfying(ApiError.class,
                error -> assertThat(error.code()).isEqualTo("AccessDeniedException"));
        var answer = bean(Approvals.class).decide(new Decision(acme.id(), approval.id(), ada, Approval.Choice.APPROVE,
                "yes", approval.subjectSha256(), bean(Approvals.class).nonce(acme.id(), approval, ada), ""));

        assertThat(answer).isInstanceOf(DecisionAnswer.Recorded.class);
        TestNode.await("the end",
                () -> bean(Executions.class).reads().find(acme.id(), started.executionNo()).orElseThrow()
                        .status().closed());
        var ended = bean(Executions.class).reads().find(acme.id(), started.executionNo()).orElseThrow();
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(bean(Executions.class).reads().end(ended)).hasValueSatisfying(event -> {
            var output = ((HistoryEvent.ExecutionSucceeded) event).output();
            assertThat(output.path("decision").stringValue()).isEqualTo("approve");
            assertThat(output.path("by").get(0).path("comment").stringValue()).isEqualTo("yes");
        });
    }

    @Test
    void aStoppedExecutionTakesItsQuestionBack() {
        var machine = machine("stopping", ASKING);
        var started = (StartAnswer.Started) bean(Executions.class).start(new StartRequest(acme.id(), machine.id(),
                machine.revision().id(), null, Json.parse("{}"), "user:ada@example.org"));
        awaitApproval(started.executionNo());

        bean(Executions.class).stop(bean(Executions.class).reads().find(acme.id(), started.executionNo()).orElseThrow(),
                null,
                null);

        TestNode.await("the withdrawal", () -> bean(Approvals.class).forExecution(acme.id(), started.executionNo())
                .getFirst().status() == Approval.Status.WITHDRAWN);
        assertThat(bean(Approvals.class).waitingFor(acme.id(), ada)).extracting(Approval::executionNo)
                .doesNotContain(started.executionNo());
    }

    @Test
    void anOrdinaryTokenMayBeAnsweredByPrograms() {
        var caller = new Caller(new Principal.KeyPrincipal(acme.id(), "AKIA", Role.ADMIN), acme.accountId(),
                "us-east-1");

        bean(TokenGate.class).check(caller, "not-a-token");

        assertThat(bean(Approvals.class).isApproval(acme.id(), 1, 1)).isFalse();
    }

    @Test
    void theClockStartsAnExecution() {
        machine("timed", "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}");

        bean(Schedules.class).create(acme.id(),
                new Schedules.NewSchedule("daily", "rate(1 day)", "UTC", "timed", "{}", ""));

        TestNode.await("the first slot", () -> bean(Schedules.class).slots(acme.id(), "daily", 1).stream()
                .anyMatch(slot -> slot.status() == Slot.Status.STARTED));
        assertThat(bean(Schedules.class).next(bean(Schedules.class).find(acme.id(), "daily").orElseThrow(), 1))
                .singleElement().satisfies(next -> assertThat(next).isAfter(Instant.now()));
    }

    @Test
    void aSignedMessageIsAcceptedAndAnythingElseIsNot() throws Exception {
        machine("hooked", "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}");
        var hook = (Webhooks.Created) bean(Webhooks.class).create(acme.id(),
                new Webhooks.NewWebhook("orders", "hooked", ""));
        var path = java.net.URI.create(hook.webhook().url()).getPath();

        var accepted = send(path, hook.secret(), "msg_1", "{\"a\":1}");
        var again = send(path, hook.secret(), "msg_1", "{\"a\":1}");
        var wrongSecret = send(path, "whsec_" + "A".repeat(43) + "=", "msg_2", "{}");
        var unknown = send("/hooks/" + "A".repeat(43), hook.secret(), "msg_3", "{}");
        var notJson = send(path, hook.secret(), "msg_4", "{");
        var tooLarge = send(path, hook.secret(), "msg_5", "\"" + "x".repeat(262_143) + "\"");
        var byGet = http.perform(get(path)).andReturn().getResponse();

        assertThat(accepted.getStatus()).isEqualTo(202);
        assertThat(Json.parse(accepted.getContentAsString()).path("deliveryId").stringValue()).isEqualTo("msg_1");
        assertThat(again.getContentAsString()).isEqualTo(accepted.getContentAsString());
        assertThat(wrongSecret.getStatus()).isEqualTo(404);
        assertThat(unknown.getContentAsString()).isEqualTo(wrongSecret.getContentAsString());
        assertThat(notJson.getStatus()).isEqualTo(400);
        assertThat(tooLarge.getStatus()).isEqualTo(413);
        assertThat(byGet.getStatus()).isEqualTo(405);
    }

    private static Approval awaitApproval(long executionNo) {
        TestNode.await("the question",
                () -> !bean(Approvals.class).forExecution(acme.id(), executionNo).isEmpty());
        return bean(Approvals.class).forExecution(acme.id(), executionNo).getFirst();
    }

    private static StateMachine machine(String name, String definition) {
        var stored = bean(StateMachines.class).create(acme.id(), new NewStateMachine(name, MachineType.STANDARD,
                definition, ROLE, "{}", "{}", Map.of()));
        return ((StateMachineAnswer.Stored) stored).machine();
    }

    private static MockHttpServletResponse send(String path, String secret, String id, String text) throws Exception {
        var body = text.getBytes(StandardCharsets.UTF_8);
        long now = Instant.now().getEpochSecond();
        return http.perform(post(path).content(body).contentType("application/json").header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", WebhookSignature.sign(secret, id, now, body))).andReturn().getResponse();
    }

    private static <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    private static String dialect() {
        try (var connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")
                    ? "org.hibernate.dialect.MariaDBDialect"
                    : "org.hibernate.dialect.MySQLDialect";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
