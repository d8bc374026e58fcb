// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static io.fermata.e2e.Attacks.Kind.ACTIVITY;
import static io.fermata.e2e.Attacks.Kind.ALIAS;
import static io.fermata.e2e.Attacks.Kind.EXECUTION;
import static io.fermata.e2e.Attacks.Kind.EXPRESS_EXECUTION;
import static io.fermata.e2e.Attacks.Kind.MACHINE;
import static io.fermata.e2e.Attacks.Kind.MAP_RUN;
import static io.fermata.e2e.Attacks.Kind.PAGING_TOKEN;
import static io.fermata.e2e.Attacks.Kind.TASK_TOKEN;
import static io.fermata.e2e.Attacks.Kind.VERSION;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnResponse;

/// What a tenant can try with a name of another's: each operation with each kind of name that it takes, and with those that
/// it does not take.
final class Attacks {

    /// What is named.
    enum Kind {
        MACHINE,
        VERSION,
        ALIAS,
        EXECUTION,
        EXPRESS_EXECUTION,
        ACTIVITY,
        MAP_RUN,
        TASK_TOKEN,
        PAGING_TOKEN
    }

    /// @param operation by AWS's name
    /// @param call tries it with a name
    record Attack(String operation, Kind kind, BiFunction<SfnClient, String, SfnResponse> call) {

        @Override
        public String toString() {
            return operation + " with " + kind;
        }
    }

    private static final String ROLE = "arn:aws:iam::444455556666:role/any";
    private static final String PASS = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";
    private static final Kind[] MACHINES = {MACHINE, VERSION, ALIAS};
    private static final Kind[] EXECUTIONS = {EXECUTION, EXPRESS_EXECUTION, MAP_RUN};
    private static final Kind[] ARNS = {MACHINE, VERSION, ALIAS, EXECUTION, EXPRESS_EXECUTION, ACTIVITY, MAP_RUN};

    private final List<Attack> all = new ArrayList<>();

    private Attacks() {
        ofMachines();
        ofExecutions();
        ofTasks();
        ofTags();
        ofDefinitions();
        ofLists();
    }

    static List<Attack> all() {
        return List.copyOf(new Attacks().all);
    }

    /// The kinds for which there is an attack.
    static Set<Kind> kinds() {
        return Set.copyOf(all().stream().map(Attack::kind).toList());
    }

    private void add(String operation, BiFunction<SfnClient, String, SfnResponse> call, Kind... kinds) {
        for (var kind : kinds) {
            all.add(new Attack(operation, kind, call));
        }
    }

    private void ofMachines() {
        add("DescribeStateMachine", (client, arn) -> client.describeStateMachine(r -> r.stateMachineArn(arn)),
                MACHINES);
        add("UpdateStateMachine", (client, arn) -> client.updateStateMachine(
                r -> r.stateMachineArn(arn).definition(PASS)), MACHINES);
        add("DeleteStateMachine", (client, arn) -> client.deleteStateMachine(r -> r.stateMachineArn(arn)), MACHINES);
        add("PublishStateMachineVersion",
                (client, arn) -> client.publishStateMachineVersion(r -> r.stateMachineArn(arn)), MACHINES);
        add("ListStateMachineVersions",
                (client, arn) -> client.listStateMachineVersions(r -> r.stateMachineArn(arn)), MACHINES);
        add("DeleteStateMachineVersion",
                (client, arn) -> client.deleteStateMachineVersion(r -> r.stateMachineVersionArn(arn)), MACHINES);
        add("CreateStateMachineAlias", (client, arn) -> client.createStateMachineAlias(r -> r.name("mine")
                .routingConfiguration(route -> route.stateMachineVersionArn(arn).weight(100))), MACHINES);
        add("DescribeStateMachineAlias",
                (client, arn) -> client.describeStateMachineAlias(r -> r.stateMachineAliasArn(arn)), MACHINES);
        add("UpdateStateMachineAlias", (client, arn) -> client.updateStateMachineAlias(
                r -> r.stateMachineAliasArn(arn).description("owned")), MACHINES);
        add("DeleteStateMachineAlias",
                (client, arn) -> client.deleteStateMachineAlias(r -> r.stateMachineAliasArn(arn)), MACHINES);
        add("ListStateMachineAliases", (client, arn) -> client.listStateMachineAliases(r -> r.stateMachineArn(arn)),
                MACHINES);
        add("StartExecution", (client, arn) -> client.startExecution(r -> r.stateMachineArn(arn)), MACHINES);
        add("StartSyncExecution", (client, arn) -> client.startSyncExecution(r -> r.stateMachineArn(arn)), MACHINES);
        add("ListExecutions", (client, arn) -> client.listExecutions(r -> r.stateMachineArn(arn)), MACHINES);
        add("ListExecutions", (client, arn) -> client.listExecutions(r -> r.mapRunArn(arn)), MAP_RUN);
    }

    private void ofExecutions() {
        add("DescribeExecution", (client, arn) -> client.describeExecution(r -> r.executionArn(arn)), EXECUTIONS);
        add("DescribeStateMachineForExecution",
                (client, arn) -> client.describeStateMachineForExecution(r -> r.executionArn(arn)), EXECUTIONS);
        add("GetExecutionHistory", (client, arn) -> client.getExecutionHistory(r -> r.executionArn(arn)), EXECUTIONS);
        add("StopExecution", (client, arn) -> client.stopExecution(r -> r.executionArn(arn)), EXECUTIONS);
        add("RedriveExecution", (client, arn) -> client.redriveExecution(r -> r.executionArn(arn)), EXECUTIONS);
        add("ListMapRuns", (client, arn) -> client.listMapRuns(r -> r.executionArn(arn)), EXECUTIONS);
        add("DescribeMapRun", (client, arn) -> client.describeMapRun(r -> r.mapRunArn(arn)), MAP_RUN, EXECUTION);
        add("UpdateMapRun", (client, arn) -> client.updateMapRun(r -> r.mapRunArn(arn).maxConcurrency(1)), MAP_RUN,
                EXECUTION);
    }

    private void ofTasks() {
        add("DescribeActivity", (client, arn) -> client.describeActivity(r -> r.activityArn(arn)), ACTIVITY);
        add("DeleteActivity", (client, arn) -> client.deleteActivity(r -> r.activityArn(arn)), ACTIVITY);
        add("GetActivityTask", (client, arn) -> client.getActivityTask(r -> r.activityArn(arn)), ACTIVITY);
        add("SendTaskSuccess", (client, token) -> client.sendTaskSuccess(r -> r.taskToken(token).output("{}")),
                TASK_TOKEN);
        add("SendTaskFailure", (client, token) -> client.sendTaskFailure(r -> r.taskToken(token)), TASK_TOKEN);
        add("SendTaskHeartbeat", (client, token) -> client.sendTaskHeartbeat(r -> r.taskToken(token)), TASK_TOKEN);
    }

    private void ofTags() {
        add("TagResource", (client, arn) -> client.tagResource(
                r -> r.resourceArn(arn).tags(tag -> tag.key("owned").value("by-the-second"))), ARNS);
        add("UntagResource", (client, arn) -> client.untagResource(r -> r.resourceArn(arn).tagKeys("team")), ARNS);
        add("ListTagsForResource", (client, arn) -> client.listTagsForResource(r -> r.resourceArn(arn)), ARNS);
    }

    /// Where nothing is named by itself, a definition can name it.
    private void ofDefinitions() {
        add("CreateStateMachine", (client, arn) -> client.createStateMachine(r -> r.name("attack")
                .definition(task(arn)).roleArn(ROLE)), ACTIVITY);
        add("ValidateStateMachineDefinition",
                (client, arn) -> client.validateStateMachineDefinition(r -> r.definition(task(arn))), ACTIVITY);
        add("TestState", (client, arn) -> client.testState(r -> r.roleArn(ROLE).definition(
                "{\"Type\":\"Task\",\"Resource\":\"" + arn + "\",\"End\":true}")), ACTIVITY);
        add("TestState", (client, arn) -> client.testState(r -> r.roleArn(ROLE).definition("""
                {"Type":"Task","Resource":"arn:aws:states:::states:startExecution",
                 "Parameters":{"StateMachineArn":"%s"},"End":true}""".formatted(arn))), MACHINES);
    }

    /// Where nothing can be named at all, a page of another's list can be asked for.
    private void ofLists() {
        add("CreateActivity", (client, arn) -> client.createActivity(
                r -> r.name(arn.substring(arn.lastIndexOf(':') + 1))), ACTIVITY);
        add("ListStateMachines", (client, token) -> client.listStateMachines(r -> r.nextToken(token)), PAGING_TOKEN);
        add("ListActivities", (client, token) -> client.listActivities(r -> r.nextToken(token)), PAGING_TOKEN);
    }

    private static String task(String arn) {
        return "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\"" + arn + "\",\"End\":true}}}";
    }
}
