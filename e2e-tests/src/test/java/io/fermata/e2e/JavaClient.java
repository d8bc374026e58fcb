// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/// The AWS SDK for Java, unchanged, against Fermata: what the scripts of the other clients do, in the same order.
final class JavaClient {

    private static final String ROLE = "arn:aws:iam::111122223333:role/any";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final SfnClient states;
    private final String prefix;
    private final List<String> lines = new ArrayList<>();

    /// @param states told not to put `sync-` before the host
    JavaClient(SfnClient states, String prefix) {
        this.states = states;
        this.prefix = prefix;
    }

    /// @return one line for each thing that it has proven
    List<String> run() {
        var activity = states.createActivity(request -> request.name(prefix + "-work")).activityArn();
        var machine = states.createStateMachine(request -> request.name(prefix).roleArn(ROLE).definition("""
                {"StartAt":"Work","States":{"Work":{"Type":"Task","Resource":"%s","End":true}}}""".formatted(activity)))
                .stateMachineArn();
        say("created", states.describeStateMachine(request -> request.stateMachineArn(machine)).statusAsString());

        var execution = states.startExecution(
                request -> request.stateMachineArn(machine).name("one").input("{\"a\": 1}")).executionArn();
        var token = task(activity);
        states.sendTaskHeartbeat(request -> request.taskToken(token));
        states.sendTaskFailure(request -> request.taskToken(token).error("Broken").cause("by the worker"));
        var failed = end(execution);
        say("failed", failed.statusAsString(), failed.error());

        states.redriveExecution(request -> request.executionArn(execution));
        var again = task(activity);
        states.sendTaskSuccess(request -> request.taskToken(again).output("{\"done\": true}"));
        var redriven = end(execution);
        say("redriven", redriven.statusAsString(), redriven.output());

        say("history", states.getExecutionHistoryPaginator(
                request -> request.executionArn(execution).maxResults(3)).events().stream()
                .map(event -> event.typeAsString()).collect(Collectors.joining(" ")));
        versionsAndAliases(machine);
        tags(machine);
        sync();
        missing(execution + "-missing");
        return lines;
    }

    private void versionsAndAliases(String machine) {
        var version = states.publishStateMachineVersion(request -> request.stateMachineArn(machine))
                .stateMachineVersionArn();
        var alias = states.createStateMachineAlias(request -> request.name("live")
                .routingConfiguration(route -> route.stateMachineVersionArn(version).weight(100)))
                .stateMachineAliasArn();
        var execution = states.startExecution(request -> request.stateMachineArn(alias)).executionArn();
        var started = states.describeExecution(request -> request.executionArn(execution));
        say("alias", last(started.stateMachineAliasArn()), last(started.stateMachineVersionArn()));
        states.stopExecution(request -> request.executionArn(execution).error("NotNeeded"));
        var stopped = end(execution);
        say("stopped", stopped.statusAsString(), stopped.error());
    }

    private void tags(String machine) {
        states.tagResource(request -> request.resourceArn(machine).tags(tag -> tag.key("team").value("blue")));
        say("tags", states.listTagsForResource(request -> request.resourceArn(machine)).tags().stream()
                .map(tag -> tag.key() + "=" + tag.value()).collect(Collectors.joining(" ")));
    }

    private void sync() {
        var machine = states.createStateMachine(request -> request.name(prefix + "-express").roleArn(ROLE)
                .type(StateMachineType.EXPRESS)
                .definition("{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}"))
                .stateMachineArn();
        var answer = states.startSyncExecution(request -> request.stateMachineArn(machine).input("{\"a\":1}"));
        say("sync", answer.statusAsString(), answer.output());
    }

    private void missing(String execution) {
        try {
            states.describeExecution(request -> request.executionArn(execution));
        } catch (ExecutionDoesNotExistException expected) {
            say("error", expected.awsErrorDetails().errorCode());
        }
    }

    private String task(String activity) {
        return Await.value("the task", PATIENCE, () -> Optional.ofNullable(
                states.getActivityTask(request -> request.activityArn(activity).workerName("java")).taskToken()));
    }

    private DescribeExecutionResponse end(String execution) {
        return Await.value("the end", PATIENCE,
                () -> Optional.of(states.describeExecution(request -> request.executionArn(execution)))
                        .filter(now -> now.status() != ExecutionStatus.RUNNING));
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private void say(String... words) {
        lines.add(String.join(" ", words));
    }
}
