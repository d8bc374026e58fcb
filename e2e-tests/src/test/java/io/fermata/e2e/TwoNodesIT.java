// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// What two nodes on one database promise when one of them dies or freezes.
class TwoNodesIT {

    private static final Duration TAKE_OVER = Duration.ofSeconds(30);
    private static final String WAITS = """
            {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3,"Next":"P"},"P":{"Type":"Pass","End":true}}}""";
    private static final Map<String, String> SHORT_LEASE = Map.of("FERMATA_SHARD_LEASE", "5s");

    private static Database database;

    @BeforeAll
    static void start() throws Exception {
        database = Database.start();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @Test
    void aKilledNodesExecutionsEndOnTheOther() throws Exception {
        var schema = database.schema();
        try (var first = Fermata.start("kill-a", schema, SHORT_LEASE);
                var second = Fermata.start("kill-b", schema, SHORT_LEASE);
                var client = second.client()) {
            awaitShare(schema, 2);
            var machine = machine(client, "waits", WAITS);
            var arns = startSome(first.client(), machine, 20);

            var killed = Instant.now();
            first.kill();

            awaitAll(client, arns, TAKE_OVER);
            System.out.println("take-over after kill -9: all 20 ended after "
                    + Duration.between(killed, Instant.now()).toMillis() + " ms (each waits 3 s, lease 5 s)");
        }
    }

    @Test
    void aFrozenNodeIsReplacedAndWritesNothingWhenItGoesOn() throws Exception {
        var schema = database.schema();
        try (var first = Fermata.start("stop-a", schema, SHORT_LEASE);
                var second = Fermata.start("stop-b", schema, SHORT_LEASE);
                var client = second.client()) {
            awaitShare(schema, 2);
            var machine = machine(client, "waits", WAITS);
            var arns = startSome(first.client(), machine, 20);

            first.signal("STOP");
            awaitAll(client, arns, TAKE_OVER);
            var events = schema.query("SELECT CONCAT(COUNT(*), '/', SUM(last_event)) FROM journal");
            first.signal("CONT");
            awaitShare(schema, 2);

            assertThat(schema.query("SELECT CONCAT(COUNT(*), '/', SUM(last_event)) FROM journal")).isEqualTo(events);
            assertThat(schema.query("SELECT COUNT(*) FROM (SELECT execution_no, first_event FROM journal "
                    + "GROUP BY execution_no, first_event HAVING COUNT(*) > 1) twice")).isEqualTo("0");
            assertThat(schema.query("SELECT COUNT(*) FROM execution WHERE quarantined_at IS NOT NULL")).isEqualTo("0");
        }
    }

    @Test
    void aCallbackThatReachesTheWrongNodeIsAnsweredTruthfully() throws Exception {
        var schema = database.schema();
        try (var first = Fermata.start("wrong-a", schema, SHORT_LEASE);
                var second = Fermata.start("wrong-b", schema, SHORT_LEASE);
                var client = first.client();
                var other = second.client()) {
            awaitShare(schema, 2);
            var activity = client.createActivity(request -> request.name("pack")).activityArn();
            var machine = machine(client, "packs", """
                    {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"%s","End":true}}}""".formatted(activity));
            var arns = startSome(client, machine, 6);
            for (int i = 0; i < arns.size(); i++) {
                var task = other.getActivityTask(request -> request.activityArn(activity).workerName("w"));
                var answering = i % 2 == 0 ? client : other;
                answering.sendTaskSuccess(request -> request.taskToken(task.taskToken()).output("{}"));
            }
            awaitAll(client, arns, TAKE_OVER);
        }
    }

    private static void awaitShare(Database.Schema schema, int nodes) {
        Await.until(nodes + " nodes to share the shards", TAKE_OVER, () -> {
            var owners = schema.query("SELECT COUNT(DISTINCT owner) FROM shard WHERE expires_at > NOW(6)");
            var most = schema.query("SELECT MAX(n) FROM (SELECT COUNT(*) n FROM shard WHERE expires_at > NOW(6) "
                    + "GROUP BY owner) counts");
            return Integer.toString(nodes).equals(owners) && Integer.parseInt(most) < 64;
        });
    }

    static String machine(SfnClient client, String name, String definition) {
        return client.createStateMachine(request -> request.name(name).definition(definition)
                .roleArn("arn:aws:iam::" + Fermata.ACCOUNT + ":role/e2e")).stateMachineArn();
    }

    static List<String> startSome(SfnClient client, String machine, int count) {
        var arns = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            arns.add(client.startExecution(request -> request.stateMachineArn(machine).input("{}")).executionArn());
        }
        return arns;
    }

    static void awaitAll(SfnClient client, List<String> arns, Duration atMost) {
        for (var arn : arns) {
            Await.until("the end of " + arn, atMost, () -> client.describeExecution(
                    request -> request.executionArn(arn)).status() == ExecutionStatus.SUCCEEDED);
        }
    }
}
