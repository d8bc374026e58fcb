// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/// The event bus of whole nodes, on a real database.
@ExtendWith(NodeExtension.class)
class ExecutionEventsTest {

    private static final String PASS = """
            {"StartAt":"P","States":{"P":{"Type":"Pass","Result":{"a":1},"End":true}}}""";
    private static final String TASK = """
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true}}}""";

    private TestDatabase database;
    private TwoTenants tenants;
    private TestNode node;

    @BeforeEach
    void start(TestDatabase ownDatabase, TwoTenants ownTenants) {
        database = ownDatabase;
        tenants = ownTenants;
        node = node("node-a");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private TestNode node(String name) {
        return tenants.node(database, name, Duration.ofSeconds(2));
    }

    /// Keeps what it is told; refuses as often as it is said to.
    private static final class Ear implements EventConsumer {

        final List<StatusChange> heard = new CopyOnWriteArrayList<>();
        final AtomicInteger refusals = new AtomicInteger();
        private final Set<TenantId> tenants;

        Ear(TenantId... tenants) {
            this.tenants = Set.of(tenants);
        }

        @Override
        public Set<TenantId> listening() {
            return tenants;
        }

        @Override
        public void take(List<StatusChange> changes) {
            if (refusals.get() > 0) {
                refusals.decrementAndGet();
                throw new IllegalStateException("not now");
            }
            heard.addAll(changes);
        }
    }

    private Ear listen(TestNode to, TenantId... tenants) {
        var ear = new Ear(tenants);
        to.assembly().events().deliverTo(ear);
        to.assembly().events().ask();
        return ear;
    }

    private ObjectNode event(StatusChange change) {
        return node.assembly().events().event(change).orElseThrow();
    }

    private int waiting() {
        return JdbcClient.create(database).sql("/* system */ SELECT COUNT(*) FROM execution_event")
                .query(Integer.class).single();
    }

    @Test
    void tellsHowAnExecutionBeganAndEnded() {
        var ear = listen(node, tenants.first());
        var started = node.start(node.machine(PASS), "{\"in\":true}");
        var row = node.awaitEnd(started.executionNo());

        TestNode.await("both changes", () -> ear.heard.size() == 2);

        var began = event(ear.heard.get(0));
        var ended = event(ear.heard.get(1));
        assertThat(began.path("detail").path("status").stringValue()).isEqualTo("RUNNING");
        assertThat(began.path("detail").path("startDate").longValue()).isEqualTo(row.startedAt().toEpochMilli());
        assertThat(began.path("detail").path("input").stringValue()).isEqualTo("{\"in\":true}");
        assertThat(began.path("detail").path("stopDate").isNull()).isTrue();
        assertThat(began.path("detail").path("output").isNull()).isTrue();
        assertThat(ended.path("detail").path("status").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("detail").path("output").stringValue()).isEqualTo("{\"a\":1}");
        assertThat(ended.path("resources").get(0).stringValue()).isEqualTo(started.executionArn());
        assertThat(ended.path("id").stringValue()).isNotEqualTo(began.path("id").stringValue())
                .isEqualTo(event(ear.heard.get(1)).path("id").stringValue());
        TestNode.await("nothing left", () -> waiting() == 0);
    }

    @Test
    void tellsOfARedriveAndOfBothEnds() {
        var ear = listen(node, tenants.first());
        node.tasks().enqueue(new TaskOutcome.Failed("Busy", "too much"));
        var failed = node.awaitEnd(node.start(node.machine(TASK), "{}").executionNo());
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("1")));
        node.executions().redrives().redrive(failed, null);

        TestNode.await("all changes", () -> ear.heard.size() == 4);

        assertThat(ear.heard).extracting(StatusChange::status).containsExactly(ExecutionStatus.RUNNING,
                ExecutionStatus.FAILED, ExecutionStatus.RUNNING, ExecutionStatus.SUCCEEDED);
        var firstEnd = event(ear.heard.get(1)).path("detail");
        assertThat(firstEnd.path("error").stringValue()).isEqualTo("Busy");
        assertThat(firstEnd.path("redriveCount").intValue()).isZero();
        assertThat(firstEnd.path("redriveStatus").stringValue()).isEqualTo("REDRIVABLE");
        var redriven = event(ear.heard.get(2)).path("detail");
        assertThat(redriven.path("redriveCount").intValue()).isEqualTo(1);
        assertThat(redriven.path("redriveDate").longValue()).isEqualTo(ear.heard.get(2).at().toEpochMilli());
        assertThat(redriven.path("stopDate").isNull()).isTrue();
        var lastEnd = event(ear.heard.get(3)).path("detail");
        assertThat(lastEnd.path("output").stringValue()).isEqualTo("1");
        assertThat(lastEnd.path("error").isNull()).isTrue();
    }

    @Test
    void tellsNothingOfExpressExecutionsAndOfOtherTenants() {
        var ear = listen(node, tenants.second());
        node.awaitEnd(node.start(node.machine(PASS), "{}").executionNo());
        node.executions().start(node.request(node.machine(PASS, MachineType.EXPRESS), null, "{}"));
        var other = node.executions().start(new StartRequest(tenants.second(), node.machine(PASS).id(),
                node.machine(PASS).id(), null, Json.parse("{}"), "test"));

        TestNode.await("the other tenant's", () -> ear.heard.size() == 2);

        assertThat(ear.heard).allSatisfy(change -> {
            assertThat(change.tenant()).isEqualTo(tenants.second());
            assertThat(change.executionNo()).isEqualTo(((StartAnswer.Started) other).executionNo());
        });
    }

    @Test
    void keepsTheOrderWhenAConsumerRefuses() {
        var ear = listen(node, tenants.first());
        ear.refusals.set(3);
        node.awaitEnd(node.start(node.machine(PASS), "{}").executionNo());

        TestNode.await("both changes", () -> ear.heard.size() == 2);

        assertThat(ear.heard).extracting(StatusChange::status).containsExactly(ExecutionStatus.RUNNING,
                ExecutionStatus.SUCCEEDED);
    }

    @Test
    void anotherNodeHandsOnWhatADeadOneHadCommitted() {
        var deaf = listen(node, tenants.first());
        deaf.refusals.set(Integer.MAX_VALUE);
        var executionNo = node.start(node.machine(PASS), "{\"kept\":1}").executionNo();
        node.awaitEnd(executionNo);
        node.close();
        assertThat(waiting()).isEqualTo(2);

        node = node("node-b");
        node.machine(PASS);
        var ear = listen(node, tenants.first());
        TestNode.await("both changes", () -> ear.heard.size() == 2);

        assertThat(ear.heard).extracting(StatusChange::executionNo).containsOnly(executionNo);
        assertThat(event(ear.heard.getFirst()).path("detail").path("input").stringValue()).isEqualTo("{\"kept\":1}");
        assertThat(deaf.heard).isEmpty();
    }
}
