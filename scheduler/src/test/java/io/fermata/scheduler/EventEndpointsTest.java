// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fermata.engine.ExecutionStatus;
import io.fermata.language.Json;
import io.fermata.node.StartAnswer;
import io.fermata.node.StartRequest;
import io.fermata.node.testing.TestNode;
import io.fermata.scheduler.EventEndpointTable.Due;
import io.fermata.scheduler.EventEndpoints.NewEndpoint;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.egress.AllowList;
import io.fermata.tenancy.egress.EgressClient;
import io.fermata.tenancy.egress.NameResolver;
import io.fermata.tenancy.keys.WebhookSignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/// Status changes on their way to the endpoints of tenants, on a real database with a whole node and a real HTTP server. The
/// sender takes a round where a test says so.
class EventEndpointsTest {

    private static final Set<ExecutionStatus> ALL = EnumSet.allOf(ExecutionStatus.class);

    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private SchedulerFixture fixture;
    private HttpServer server;
    private volatile int status = 204;
    private EventEndpointTable table;
    private EventDeliveries deliveries;
    private EventEndpoints endpoints;
    private EventSender sender;
    private EgressClient egress;

    private record Message(String path, String id, String timestamp, String signature, byte[] body) {

        JsonNode detail() {
            return Json.parse(new String(body, StandardCharsets.UTF_8)).path("detail");
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        fixture = new SchedulerFixture(EventEndpointsTest.class);
        egress = new EgressClient(AllowList.of(List.of("127.0.0.1:" + server.getAddress().getPort()), ""),
                NameResolver.ofTheSystem());
        table = new EventEndpointTable(fixture.jdbc, fixture.keys);
        deliveries = new EventDeliveries(table, new JdbcTemplate(fixture.gate),
                fixture.transaction);
        var events = fixture.node.assembly().events();
        events.deliverTo(deliveries);
        endpoints = new EventEndpoints(table, fixture.machines, events, InstantSource.system());
        sender = new EventSender(table, deliveries, events, egress, InstantSource.system());
    }

    @AfterEach
    void stop() throws Exception {
        sender.close();
        fixture.close();
        egress.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        messages.add(new Message(exchange.getRequestURI().getPath(), headers.getFirst("webhook-id"),
                headers.getFirst("webhook-timestamp"), headers.getFirst("webhook-signature"),
                exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private String endpoint(TenantId tenant, String name, String machine, Set<ExecutionStatus> statuses) {
        var made = endpoints.create(tenant, new NewEndpoint(name,
                "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name, machine, statuses));
        assertThat(made).isInstanceOf(EventEndpoints.Created.class);
        return ((EventEndpoints.Created) made).secret();
    }

    /// Runs an execution and waits until its changes wait for the endpoint.
    private void execution(TenantId tenant, String endpoint, int waiting) {
        assertThat(fixture.node.executions().start(new StartRequest(tenant, fixture.machineId, fixture.machineId, null,
                Json.parse("{\"order\":12}"), "test"))).isInstanceOf(StartAnswer.Started.class);
        TestNode.await("the changes", () -> find(tenant, endpoint).waiting() == waiting);
    }

    private EventEndpoint find(TenantId tenant, String name) {
        return endpoints.find(tenant, name).orElseThrow();
    }

    private int round() {
        return table.due(10).stream().mapToInt(sender::round).sum();
    }

    private void makeDue() {
        fixture.database.execute("UPDATE event_delivery SET due_at = NOW(6) - INTERVAL 1 SECOND");
        fixture.database.execute("UPDATE event_endpoint SET resting_until = NOW(6) - INTERVAL 1 SECOND");
    }

    @Test
    void sendsSignedEventsInTheOrderOfTheirExecution() {
        var secret = endpoint(fixture.acme, "ops", "", ALL);
        execution(fixture.acme, "ops", 2);

        assertThat(round()).isEqualTo(1);
        assertThat(round()).isEqualTo(1);
        assertThat(round()).isZero();

        assertThat(messages).extracting(one -> one.detail().path("status").stringValue()).containsExactly("RUNNING",
                "SUCCEEDED");
        assertThat(messages).allSatisfy(one -> assertThat(WebhookSignature.verify(List.of(secret), one.id(),
                one.timestamp(), one.signature(), one.body(), Instant.now())).isTrue());
        assertThat(messages.getFirst().detail().path("input").stringValue()).isEqualTo("{\"order\":12}");
        var shown = find(fixture.acme, "ops");
        assertThat(shown.delivered()).isEqualTo(2);
        assertThat(shown.waiting()).isZero();
        assertThat(shown.lastResult()).isEqualTo("Taken with status 204");
    }

    @Test
    void sendsTheSameMessageAgainUntilItIsTakenAndLetsTheEndpointRest() {
        endpoint(fixture.acme, "ops", "", Set.of(ExecutionStatus.SUCCEEDED));
        execution(fixture.acme, "ops", 1);
        status = 500;

        assertThat(round()).isZero();
        assertThat(table.due(10)).isEmpty();
        assertThat(find(fixture.acme, "ops").lastResult()).isEqualTo("Answered with status 500");
        makeDue();
        status = 200;
        assertThat(round()).isEqualTo(1);

        assertThat(messages).hasSize(2).extracting(Message::id).containsOnly(messages.getFirst().id());
        assertThat(messages.get(1).body()).isEqualTo(messages.get(0).body());
        assertThat(find(fixture.acme, "ops").delivered()).isEqualTo(1);
    }

    @Test
    void keepsBackTheEndOfAnExecutionWhoseBeginningWasNotTaken() {
        endpoint(fixture.acme, "ops", "", ALL);
        execution(fixture.acme, "ops", 2);
        status = 500;

        round();
        fixture.database.execute("UPDATE event_endpoint SET resting_until = NOW(6) - INTERVAL 1 SECOND");
        round();

        assertThat(messages).extracting(one -> one.detail().path("status").stringValue()).containsExactly("RUNNING");
    }

    @Test
    void givesUpWhatIsNotTakenForADay() {
        endpoint(fixture.acme, "ops", "", Set.of(ExecutionStatus.SUCCEEDED));
        execution(fixture.acme, "ops", 1);
        fixture.database.execute("UPDATE event_delivery SET at = at - INTERVAL 25 HOUR");
        status = 500;

        round();

        var shown = find(fixture.acme, "ops");
        assertThat(shown.givenUp()).isEqualTo(1);
        assertThat(shown.waiting()).isZero();
    }

    @Test
    void tellsEachTenantOfItsOwnAlone() {
        endpoint(fixture.acme, "mine", "", ALL);
        endpoint(fixture.other, "theirs", "", ALL);
        execution(fixture.acme, "mine", 2);

        while (round() > 0) {
            // until nothing is due
        }

        assertThat(messages).hasSize(2).allSatisfy(one -> assertThat(one.path()).isEqualTo("/mine"));
        assertThat(find(fixture.other, "theirs").delivered()).isZero();
        assertThat(endpoints.delete(fixture.other, "mine")).isFalse();
    }

    @Test
    void tellsOnlyOfTheMachineAndTheStatusesThatWereChosen() {
        var other = fixture.machine("other-machine");
        endpoint(fixture.acme, "none", "other-machine", ALL);
        endpoint(fixture.acme, "failures", SchedulerFixture.MACHINE, Set.of(ExecutionStatus.FAILED));
        endpoint(fixture.acme, "ends", SchedulerFixture.MACHINE, Set.of(ExecutionStatus.SUCCEEDED));
        execution(fixture.acme, "ends", 1);

        assertThat(other).isNotEqualTo(fixture.machineId);
        assertThat(endpoints.list(fixture.acme)).extracting(EventEndpoint::waiting).containsExactly(1L, 0L, 0L);
    }

    @Test
    void refusesToCallAddressesInside() {
        assertThat(endpoints.create(fixture.acme, new NewEndpoint("inside", "http://10.0.0.1/x", "", ALL)))
                .isInstanceOf(EventEndpoints.Created.class);
        execution(fixture.acme, "inside", 2);

        round();

        assertThat(messages).isEmpty();
        assertThat(find(fixture.acme, "inside").lastResult()).doesNotContain("10.0.0.1").isNotEmpty();
    }

    @Test
    void givesAnEventToOneOfTwoSenders() {
        endpoint(fixture.acme, "ops", "", Set.of(ExecutionStatus.SUCCEEDED));
        execution(fixture.acme, "ops", 1);
        Due due = table.due(10).getFirst();

        var first = deliveries.claim(due, 8, Duration.ofMinutes(1));
        var second = deliveries.claim(due, 8, Duration.ofMinutes(1));

        assertThat(first).hasSize(1);
        assertThat(second).isEmpty();
    }
}
