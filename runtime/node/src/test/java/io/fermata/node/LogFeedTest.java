// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.LogDelivery;
import io.fermata.engine.Logging;
import io.fermata.engine.Logging.Level;
import io.fermata.engine.Recorded;
import io.fermata.engine.StateType;
import io.fermata.journal.ExecutionLogTable;
import io.fermata.journal.StepCodec;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.asl.Asl;
import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.testing.MemoryKms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What becomes of log events, with this server's table on a real database.
@ExtendWith(NodeExtension.class)
class LogFeedTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:g:*";

    private static TestDatabase database;
    private static TwoTenants tenants;

    private final ExecutionLogTable table = new ExecutionLogTable(database, new StepCodec(tenants.keys()));
    private final Destination destination = new Destination();
    private final LogFeed feed = new LogFeed(table, tenants.keys());

    @BeforeAll
    static void start(TestDatabase ownDatabase, TwoTenants ownTenants) {
        database = ownDatabase;
        tenants = ownTenants;
    }

    @Test
    void anExpressExecutionIsKeptHereAndShownOldestFirst() {
        var facts = facts("kept", MachineType.EXPRESS, new Logging(Level.ALL, true, List.of()));
        feed.take(facts, List.of(started(), entered()), ExecutionStatus.RUNNING, 0);
        feed.take(facts, List.of(failed()), ExecutionStatus.FAILED, 0);

        TestNode.await("three lines", () -> lines("kept").size() == 3);

        assertThat(lines("kept").getFirst()).isEqualTo(
                """
                        {"id":"1","type":"ExecutionStarted","details":{"input":"{\\"a\\":1}","inputDetails":{"truncated":false},"roleArn":"r"},\
                        "previous_event_id":"0","event_timestamp":"1767323045678","execution_arn":"arn:aws:states:us-east-1:1:express:kept:e:run","redrive_count":"0"}""");
        var logged = table.newest(tenants.first(), "kept", 10);
        assertThat(logged).hasSize(1);
        assertThat(logged.getFirst().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(table.newest(tenants.second(), "kept", 10)).isEmpty();
        assertThat(table.lines(tenants.second(), "kept", "run", 10)).isEmpty();
    }

    @Test
    void whatACustomersKeySealsIsKeptUnderItAndLostWhileKmsRefuses() {
        var kms = new MemoryKms();
        tenants.keys().useKms(kms);
        var key = new CustomerKey("alias/mine", Duration.ofSeconds(60), "arn:machine");
        var other = new CustomerKey("alias/other", Duration.ofSeconds(60), "arn:machine");
        kms.deny("alias/other");
        var logging = new Logging(Level.ALL, true, List.of());
        feed.take(facts("lost", MachineType.EXPRESS, logging), other, List.of(started()), ExecutionStatus.RUNNING, 0);
        feed.take(facts("sealed", MachineType.EXPRESS, logging), key, List.of(started()), ExecutionStatus.RUNNING, 0);

        TestNode.await("a line", () -> lines("sealed").size() == 1);

        assertThat(JdbcClient.create(database).sql("SELECT payload FROM execution_log WHERE state_machine = 'sealed'")
                .query(byte[].class).list()).hasSize(1).allMatch(bytes -> StepCodec.keyNumber(bytes) < 0);
        assertThat(feed.lostEvents()).isEqualTo(1);
        assertThat(lines("lost")).isEmpty();
    }

    @Test
    void dataIsHiddenWhereTheMachineSaysSo() {
        feed.take(facts("hidden", MachineType.EXPRESS, new Logging(Level.ALL, false, List.of())), List.of(started()),
                ExecutionStatus.RUNNING, 0);

        TestNode.await("a line", () -> lines("hidden").size() == 1);

        assertThat(lines("hidden").getFirst()).contains("\"details\":{\"roleArn\":\"r\"}");
    }

    @Test
    void theLevelChoosesTheEventsAndTheDestinationGetsThem() {
        feed.deliverBy(destination);
        feed.take(facts("errors", MachineType.STANDARD, new Logging(Level.ERROR, true, List.of(GROUP))),
                List.of(started(), entered(), failed()), ExecutionStatus.FAILED, 2);

        TestNode.await("the failure", () -> destination.texts.size() == 1);

        assertThat(destination.texts.getFirst()).contains("\"ExecutionFailed\"", "\"redrive_count\":\"2\"");
        assertThat(lines("errors")).isEmpty();
    }

    @Test
    void nothingIsLoggedWhenLoggingIsOff() {
        feed.deliverBy(destination);
        feed.take(facts("off", MachineType.EXPRESS, Logging.OFF), List.of(started()), ExecutionStatus.RUNNING, 0);
        feed.take(facts("on", MachineType.EXPRESS, new Logging(Level.ALL, true, List.of(GROUP))), List.of(started()),
                ExecutionStatus.RUNNING, 0);

        TestNode.await("the other machine's line", () -> lines("on").size() == 1);

        assertThat(lines("off")).isEmpty();
    }

    @Test
    void whatIsNotTakenNowIsSentAgain() {
        destination.answers.add(LogDelivery.Outcome.LATER);
        feed.deliverBy(destination);
        feed.take(facts("again", MachineType.STANDARD, new Logging(Level.ALL, true, List.of(GROUP))),
                List.of(started()), ExecutionStatus.RUNNING, 0);

        TestNode.await("the second try", () -> destination.texts.size() == 1);

        assertThat(destination.tries.getCount()).isZero();
        assertThat(feed.lostEvents()).isZero();
    }

    @Test
    void aDestinationThatIsGoneCostsItsEventsAndHoldsNobodyUp() {
        destination.answers.add(LogDelivery.Outcome.REFUSED);
        feed.deliverBy(destination);
        feed.take(facts("gone", MachineType.STANDARD, new Logging(Level.ALL, true, List.of(GROUP))),
                List.of(started(), entered()), ExecutionStatus.RUNNING, 0);

        TestNode.await("the loss", () -> feed.lostEvents() == 2);

        assertThat(destination.texts).isEmpty();
    }

    @Test
    void whatASlowDestinationHasNoRoomForIsLost() {
        var large = new Recorded(1, 0, AT, 0,
                new HistoryEvent.ExecutionStarted(Json.parse("\"" + "x".repeat(200_000) + "\""), "r"));
        destination.open = new CountDownLatch(1);
        feed.deliverBy(destination);
        var facts = facts("slow", MachineType.STANDARD, new Logging(Level.ALL, true, List.of(GROUP)));
        for (int i = 0; i < 60; i++) {
            feed.take(facts, List.of(large), ExecutionStatus.RUNNING, 0);
        }

        assertThat(feed.lostEvents()).isBetween(10L, 40L);
        destination.open.countDown();
        TestNode.await("the rest", () -> destination.texts.size() + feed.lostEvents() == 60);
    }

    @Test
    void aLongPayloadIsCut() {
        var large = new Recorded(1, 0, AT, 0,
                new HistoryEvent.ExecutionStarted(Json.parse("\"" + "ü".repeat(127_000) + "\""), "r"));

        var line = Json.parse(LogLines.of(facts("cut", MachineType.STANDARD, new Logging(Level.ALL, true, List.of())),
                large, 0).text());

        assertThat(line.path("details").path("input").stringValue()).hasSizeLessThan(127_000).endsWith("ü");
        assertThat(line.path("details").path("inputDetails").path("truncated").booleanValue()).isTrue();
    }

    @Test
    void oldRowsArePurged() {
        feed.take(facts("old", MachineType.EXPRESS, new Logging(Level.ALL, true, List.of())), List.of(started()),
                ExecutionStatus.RUNNING, 0);
        TestNode.await("a line", () -> lines("old").size() == 1);
        JdbcClient.create(database).sql("DELETE FROM execution_log WHERE state_machine <> 'old'").update();

        assertThat(table.purge(tenants.first(), AT, 100)).isZero();
        assertThat(table.purge(tenants.second(), AT.plus(Duration.ofDays(1)), 100)).isZero();
        assertThat(table.purge(tenants.first(), AT.plus(Duration.ofDays(1)), 100)).isEqualTo(1);
    }

    private List<String> lines(String machine) {
        return table.lines(tenants.first(), machine, "run", 100);
    }

    private static ExecutionFacts facts(String machine, MachineType type, Logging logging) {
        var definition = ((Parsed.Valid) Asl.parse("""
                {"StartAt":"F","States":{"F":{"Type":"Fail"}}}""")).definition();
        return new ExecutionFacts(tenants.first().value(), -1, definition,
                "arn:aws:states:us-east-1:1:express:" + machine + ":e:run", "e", "arn:machine", machine, "r", type,
                logging);
    }

    private static Recorded started() {
        return new Recorded(1, 0, AT, 0, new HistoryEvent.ExecutionStarted(Json.parse("{\"a\":1}"), "r"));
    }

    private static Recorded entered() {
        return new Recorded(2, 0, AT, 1, new HistoryEvent.StateEntered(StateType.PASS, "P", Json.parse("{}")));
    }

    private static Recorded failed() {
        return new Recorded(3, 2, AT, 0, new HistoryEvent.ExecutionFailed("E", null));
    }

    /// Takes lines, or answers what is in line.
    private static final class Destination implements LogDelivery {

        private final Queue<Outcome> answers = new ArrayDeque<>();
        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final CountDownLatch tries = new CountDownLatch(2);
        private volatile CountDownLatch open = new CountDownLatch(0);

        @Override
        public Existence look(long tenant, String destination) {
            return Existence.THERE;
        }

        @Override
        public Outcome send(long tenant, String destination, String stateMachine, List<Line> lines) {
            try {
                open.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            tries.countDown();
            var answer = answers.poll();
            if (answer != null) {
                return answer;
            }
            lines.forEach(line -> texts.add(line.text()));
            return Outcome.TAKEN;
        }
    }
}
