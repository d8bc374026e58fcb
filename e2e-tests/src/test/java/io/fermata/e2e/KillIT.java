// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import tools.jackson.databind.json.JsonMapper;

/// `kill -9` of the only node while work is in every kind of waiting: nothing is lost, nothing is recorded twice.
class KillIT {

    private static final int EACH = 10;
    private static final Pattern KEYS = Pattern
            .compile("AWS_ACCESS_KEY_ID=(\\S+) AWS_SECRET_ACCESS_KEY=(\\S+) AWS_DEFAULT_REGION");
    private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:stateMachine:";
    private static final String HTTP = """
            {"StartAt":"H","States":{"H":{"Type":"Task","Resource":"arn:aws:states:::http:invoke","Parameters":{
            "ApiEndpoint":"%s","Method":"POST","Authentication":{"ConnectionArn":"%s"},
            "RequestBody":{"execution.$":"$$.Execution.Name"}},"OutputPath":"$.ResponseBody",%s"End":true}}}""";

    @Test
    void fiftyExecutionsInEveryKindOfWaitingEndAfterAKill() throws Exception {
        try (var database = Database.start(); var echo = new Echo()) {
            var schema = database.schema();
            int port = Database.freePort();
            var url = "http://localhost:" + port;
            var environment = Map.of("FERMATA_BOOTSTRAP_ACCOUNT_ID", "", "FERMATA_BOOTSTRAP_SECOND_ACCOUNT_ID", "",
                    "FERMATA_SAMPLE", "true", "FERMATA_SHARD_LEASE", "5s", "FERMATA_EGRESS_ALLOW",
                    echo.hostAndPort() + ",localhost:" + port);
            var first = Fermata.start("kill-all", schema, port, url, environment);
            var keys = KEYS.matcher(first.log());
            assertThat(keys.find()).as("the keys are printed at the first start").isTrue();
            var arns = new ArrayList<String>();
            Map<String, List<String>> byKind = new HashMap<>();
            String activity;
            try (var client = first.client(keys.group(1), keys.group(2))) {
                activity = client.createActivity(request -> request.name("pack")).activityArn();
                var connection = "arn:aws:events:us-east-1:123456789012:connection/sample-service/"
                        + schema.query("SELECT connection_uuid FROM connection");
                byKind.put("wait", startSome(client, "waits",
                        "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":4,\"End\":true}}}"));
                byKind.put("activity", startSome(client, "packs",
                        "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\"" + activity
                                + "\",\"End\":true}}}"));
                create(client, "token-keeper",
                        "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}");
                byKind.put("callback", startSome(client, "calls-back", """
                        {"StartAt":"T","States":{"T":{"Type":"Task",
                        "Resource":"arn:aws:states:::states:startExecution.waitForTaskToken","Parameters":{
                        "StateMachineArn":"%stoken-keeper","Input":{"token.$":"$$.Task.Token"}},"End":true}}}"""
                        .formatted(PREFIX)));
                byKind.put("retry", startSome(client, "retries", HTTP.formatted(echo.url("/flaky"), connection,
                        """
                                "Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":1,"MaxAttempts":60,"BackoffRate":1}],""")));
                byKind.put("http", startSome(client, "slow", HTTP.formatted(echo.url("/slow"), connection, "")));
                byKind.values().forEach(arns::addAll);
                Await.until("the slow calls to be under way", Duration.ofSeconds(20), () -> echo.calls().stream()
                        .filter(call -> call.path().equals("/slow")).count() == EACH
                        && client.listExecutions(request -> request.stateMachineArn(PREFIX + "token-keeper"))
                                .executions().size() == EACH
                        && echo.calls().stream().anyMatch(call -> call.path().equals("/flaky")));
            }

            first.kill();
            var killed = Instant.now();
            echo.mend();
            try (var again = Fermata.start("kill-all", schema, port, url, environment);
                    var client = again.client(keys.group(1), keys.group(2))) {
                for (int i = 0; i < EACH; i++) {
                    var task = client.getActivityTask(request -> request.activityArn(activity).workerName("w"));
                    client.sendTaskSuccess(request -> request.taskToken(task.taskToken()).output("{}"));
                }
                for (var keeper : client.listExecutions(request -> request.stateMachineArn(PREFIX + "token-keeper"))
                        .executions()) {
                    var input = client.describeExecution(request -> request.executionArn(keeper.executionArn()))
                            .input();
                    var token = new JsonMapper().readTree(input).path("token").stringValue();
                    client.sendTaskSuccess(request -> request.taskToken(token).output("{}"));
                }
                for (var arn : arns) {
                    Await.until("the end of " + arn, Duration.ofSeconds(60), () -> client.describeExecution(
                            request -> request.executionArn(arn)).status() == ExecutionStatus.SUCCEEDED);
                }
                System.out.println("restart after kill -9: all " + arns.size() + " ended "
                        + Duration.between(killed, Instant.now()).toMillis() + " ms after the kill");

                assertThat(arns).hasSize(5 * EACH);
                arns.forEach(arn -> assertEachAttemptEndsOnce(client, arn));
                assertRepeatedCallsCarryTheSameKey(echo, byKind.get("http"));
            }
        }
    }

    private static void assertEachAttemptEndsOnce(SfnClient client, String arn) {
        var events = client.getExecutionHistory(request -> request.executionArn(arn).maxResults(1000)).events();
        long scheduled = events.stream().filter(event -> event.typeAsString().endsWith("Scheduled")).count();
        long ended = events.stream().filter(event -> event.typeAsString().matches("(Task|Activity)(Succeeded|Failed)"))
                .count();
        assertThat(ended).as(arn).isEqualTo(scheduled);
        assertThat(events.getLast().type()).isEqualTo(HistoryEventType.EXECUTION_SUCCEEDED);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).id()).isEqualTo(i + 1);
        }
    }

    /// A call that was under way at the kill is made again: with the key it had.
    private static void assertRepeatedCallsCarryTheSameKey(Echo echo, List<String> executions) {
        var keysByExecution = echo.calls().stream().filter(call -> call.path().equals("/slow")).collect(
                Collectors.groupingBy(Echo.Call::body, Collectors.mapping(Echo.Call::key, Collectors.toSet())));
        assertThat(keysByExecution).hasSize(executions.size());
        assertThat(keysByExecution.values()).allSatisfy(keys -> assertThat(keys).hasSize(1).doesNotContainNull());
    }

    private static void create(SfnClient client, String name, String definition) {
        client.createStateMachine(request -> request.name(name).definition(definition)
                .roleArn("arn:aws:iam::123456789012:role/e2e"));
    }

    private static List<String> startSome(SfnClient client, String name, String definition) {
        create(client, name, definition);
        return TwoNodesIT.startSome(client, PREFIX + name, EACH);
    }
}
