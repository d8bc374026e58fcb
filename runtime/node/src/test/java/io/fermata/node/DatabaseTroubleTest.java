// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import io.fermata.node.testing.TestNode;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;

/// The database's trouble passes, and nothing of an execution shows it.
@ExtendWith(NodeExtension.class)
class DatabaseTroubleTest {

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final String CALLS = """
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true}}}""";
    private static final String WAITS = """
            {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"End":true}}}""";

    private static final String MAPS = """
            {"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED",
            "ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"End":true}}}""";

    private TestDatabase database;
    private TwoTenants tenants;

    @BeforeEach
    void start(TestDatabase ownDatabase, TwoTenants ownTenants) {
        database = ownDatabase;
        tenants = ownTenants;
    }

    private TestNode node(String id, DataSource source) {
        return tenants.node(source, id, LEASE);
    }

    @Test
    void aCallThatMetItIsMadeAgainWithTheSameKey() {
        try (var node = node("a", database)) {
            node.tasks().breakNext(new TransientDataAccessResourceException("cut"),
                    new CannotCreateTransactionException("restarting"));
            node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("1")));

            var started = node.start(node.machine(CALLS), "{}");

            assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(node.tasks().keys()).hasSize(3).containsOnly(node.tasks().keys().getFirst());
        }
    }

    @Test
    void aCallThatTheDatabaseRefusesForWhatItHoldsFails() {
        try (var node = node("a", database)) {
            node.tasks().breakNext(new DataIntegrityViolationException("too long"));

            var started = node.start(node.machine(CALLS), "{}");

            assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.FAILED);
        }
    }

    @Test
    void aShardWhoseTakingWasNotHeardOfIsTakenAgain() {
        try (var node = node("a", database)) {
            TestNode.await("all shards", () -> node.assembly().node().state().shards() == 64);
            JdbcClient.create(database).sql("UPDATE shard SET epoch = epoch + 1 WHERE id = 5").update();
            TestNode.await("the shard to be missed", () -> epoch(5) == 3);

            TestNode.await("all shards again", () -> node.assembly().node().state().shards() == 64);
        }
    }

    private long epoch(int shard) {
        return JdbcClient.create(database).sql("SELECT epoch FROM shard WHERE id = ?").param(shard).query(Long.class)
                .single();
    }

    @Test
    void whatWasAwakeOnAShardIsLookedForUntilTheDatabaseAnswers() {
        long executionNo;
        TestNode.Machine machine;
        try (var node = node("a", database)) {
            machine = node.machine(WAITS);
            executionNo = node.start(machine, "{}").executionNo();
        }
        try (var next = node("b", failing(database, "FROM execution WHERE shard = ? AND wake_at", 64))) {
            assertThat(next.machine(WAITS).id()).isEqualTo(machine.id());

            assertThat(next.awaitEnd(executionNo).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void aMapRunThatWasBegunIsLookedForUntilTheDatabaseAnswers() {
        try (var node = node("a", failing(database, "AND started_event > ?", 2))) {
            var started = node.start(node.machine(MAPS), "[1,2]");

            assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    /// Fails the first statements that have a text in them.
    private static DataSource failing(DataSource target, String text, int times) {
        var left = new AtomicInteger(times);
        return new WatchedDataSource(target, text, () -> {
            if (left.getAndDecrement() > 0) {
                throw new SQLNonTransientConnectionException("cut", "08S01");
            }
        });
    }
}
