// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ActivityDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/// A second tenant with valid keys tries what the first one owns: by ARN, by task token, by paging token, by name. What is
/// another's is answered exactly as what does not exist.
@ExtendWith(OneNode.class)
class SecondTenantIT {

    private static Fermata fermata;
    private static SfnClient owner;
    private static SfnClient attacker;
    private static String machine;
    private static String execution;
    private static String activity;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        fermata = OneNode.get();
        owner = fermata.client();
        attacker = fermata.secondClient();
        activity = owner.createActivity(request -> request.name("secret-activity")).activityArn();
        machine = TwoNodesIT.machine(owner, "secret-machine", """
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"%s","End":true}}}""".formatted(activity));
        execution = owner.startExecution(request -> request.stateMachineArn(machine).name("secret-run")
                .input("{\"canary\":\"CANARY-A\"}")).executionArn();
        token = Await.value("the task", Duration.ofSeconds(20), () -> Optional
                .ofNullable(owner.getActivityTask(request -> request.activityArn(activity)).taskToken()));
    }

    @AfterAll
    static void stop() {
        owner.sendTaskSuccess(request -> request.taskToken(token).output("{}"));
        owner.close();
        attacker.close();
    }

    @Test
    void seesNoMachineExecutionOrActivityByArn() {
        assertThatThrownBy(() -> attacker.describeStateMachine(request -> request.stateMachineArn(machine)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.describeExecution(request -> request.executionArn(execution)))
                .isInstanceOf(ExecutionDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.listMapRuns(request -> request.executionArn(execution)))
                .isInstanceOf(ExecutionDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.describeStateMachineForExecution(request -> request.executionArn(execution)))
                .isInstanceOf(ExecutionDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.getExecutionHistory(request -> request.executionArn(execution)))
                .isInstanceOf(ExecutionDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.describeActivity(request -> request.activityArn(activity)))
                .isInstanceOf(ActivityDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.getActivityTask(request -> request.activityArn(activity)))
                .isInstanceOf(ActivityDoesNotExistException.class);
    }

    @Test
    void runsNoExpressMachineOfAnother() {
        var express = owner.createStateMachine(request -> request.name("secret-express").type(StateMachineType.EXPRESS)
                .roleArn("arn:aws:iam::111122223333:role/r")
                .definition("{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}"))
                .stateMachineArn();
        var missing = express.replace("secret-express", "missing-express");

        var refused = refusal(() -> attacker.startSyncExecution(request -> request.stateMachineArn(express)));
        var absent = refusal(() -> attacker.startSyncExecution(request -> request.stateMachineArn(missing)));

        assertThat(refused).contains("StateMachineDoesNotExist")
                .isEqualTo(absent.replace("missing-express", "secret-express"));
        assertThatThrownBy(() -> attacker.startExecution(request -> request.stateMachineArn(express)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
            return "not refused";
        } catch (SfnException refused) {
            return refused.awsErrorDetails().errorCode() + " " + refused.awsErrorDetails().errorMessage();
        }
    }

    @Test
    void isToldTheSameAsForWhatDoesNotExist() {
        var missing = execution.replace("secret-run", "missing-run");

        assertThat(error(execution)).isEqualTo(error(missing).replace("missing-run", "secret-run"));
    }

    private static String error(String arn) {
        try {
            return attacker.describeExecution(request -> request.executionArn(arn)).toString();
        } catch (SfnException refused) {
            return refused.awsErrorDetails().errorCode() + ": " + refused.awsErrorDetails().errorMessage();
        }
    }

    @Test
    void seesAndChangesNoTags() {
        for (var arn : List.of(machine, activity)) {
            assertThatThrownBy(() -> attacker.listTagsForResource(request -> request.resourceArn(arn)))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> attacker.tagResource(
                    request -> request.resourceArn(arn).tags(tag -> tag.key("owned").value("by-the-second"))))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> attacker.untagResource(request -> request.resourceArn(arn).tagKeys("team")))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThat(owner.listTagsForResource(request -> request.resourceArn(arn)).tags()).isEmpty();
        }
    }

    @Test
    void seesPublishesStartsAndDeletesNoVersion() {
        var version = owner.publishStateMachineVersion(request -> request.stateMachineArn(machine))
                .stateMachineVersionArn();

        assertThatThrownBy(() -> attacker.describeStateMachine(request -> request.stateMachineArn(version)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.publishStateMachineVersion(request -> request.stateMachineArn(machine)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.startExecution(request -> request.stateMachineArn(version)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.listExecutions(request -> request.stateMachineArn(version)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThat(attacker.listStateMachineVersions(request -> request.stateMachineArn(machine))
                .stateMachineVersions()).isEmpty();
        attacker.deleteStateMachineVersion(request -> request.stateMachineVersionArn(version));
        assertThat(owner.listStateMachineVersions(request -> request.stateMachineArn(machine)).stateMachineVersions())
                .hasSize(1);
    }

    @Test
    void seesStartsAndChangesNoAlias() {
        var version = owner.publishStateMachineVersion(request -> request.stateMachineArn(machine))
                .stateMachineVersionArn();
        var alias = owner.createStateMachineAlias(request -> request.name("live")
                .routingConfiguration(route -> route.stateMachineVersionArn(version).weight(100)))
                .stateMachineAliasArn();

        assertThatThrownBy(() -> attacker.describeStateMachineAlias(request -> request.stateMachineAliasArn(alias)))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> attacker.updateStateMachineAlias(
                request -> request.stateMachineAliasArn(alias).description("owned")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> attacker.createStateMachineAlias(request -> request.name("mine")
                .routingConfiguration(route -> route.stateMachineVersionArn(version).weight(100))))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> attacker.listStateMachineAliases(request -> request.stateMachineArn(machine)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.startExecution(request -> request.stateMachineArn(alias)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.listExecutions(request -> request.stateMachineArn(alias)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        attacker.deleteStateMachineAlias(request -> request.stateMachineAliasArn(alias));
        assertThat(owner.listStateMachineAliases(request -> request.stateMachineArn(machine)).stateMachineAliases())
                .hasSize(1);
    }

    @Test
    void startsStopsAndChangesNothing() {
        assertThatThrownBy(() -> attacker.startExecution(request -> request.stateMachineArn(machine).input("{}")))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> attacker.stopExecution(request -> request.executionArn(execution)))
                .isInstanceOf(ExecutionDoesNotExistException.class);
        assertThatThrownBy(
                () -> attacker.updateStateMachine(request -> request.stateMachineArn(machine).definition("{}")))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        attacker.deleteStateMachine(request -> request.stateMachineArn(machine));
        attacker.deleteActivity(request -> request.activityArn(activity));

        assertThat(owner.describeStateMachine(request -> request.stateMachineArn(machine)).statusAsString())
                .isEqualTo("ACTIVE");
        assertThat(owner.describeActivity(request -> request.activityArn(activity)).name())
                .isEqualTo("secret-activity");
    }

    @Test
    void canDoNothingWithATaskToken() {
        assertThatThrownBy(() -> attacker.sendTaskSuccess(request -> request.taskToken(token).output("{}")))
                .isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> attacker.sendTaskFailure(request -> request.taskToken(token)))
                .isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> attacker.sendTaskHeartbeat(request -> request.taskToken(token)))
                .isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void listsItsOwnAndNothingElse() {
        var own = TwoNodesIT.machine(attacker, "secret-machine",
                "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}");

        assertThat(own).contains(Fermata.SECOND_ACCOUNT);
        assertThat(attacker.listStateMachines().stateMachines())
                .allSatisfy(found -> assertThat(found.stateMachineArn()).contains(Fermata.SECOND_ACCOUNT));
        assertThat(attacker.listExecutions(request -> request.stateMachineArn(own)).executions()).isEmpty();
    }

    @Test
    void opensNoPageOfTheFirst() {
        try (var console = new Console()) {
            var page = console.signIn(fermata, Fermata.SECOND_ADMIN, Fermata.PASSWORD, 1440, false, false);
            assertThat(page.navigate(fermata.url() + "/t/second/state-machines").status()).isEqualTo(200);
            for (var path : List.of("", "/state-machines", "/state-machines/secret-machine",
                    "/state-machines/secret-machine/edit", "/state-machines/secret-machine/start", "/executions",
                    "/state-machines/secret-machine/executions/secret-run", "/approvals", "/connections", "/schedules",
                    "/webhooks", "/event-endpoints", "/members", "/keys", "/limits", "/outbox", "/nodes",
                    "/live?execution=x")) {
                var foreign = page.navigate(fermata.url() + "/t/main" + path);
                assertThat(foreign.status()).as(path).isEqualTo(404);
                assertThat(foreign.text()).as(path).doesNotContain("CANARY-A").doesNotContain("secret-activity");
            }
            var own = page.navigate(
                    fermata.url() + "/t/second/state-machines/secret-machine/executions/secret-run");
            assertThat(own.status()).isEqualTo(404);
        }
    }

    @Test
    void cannotUseAnothersPagingToken() {
        var next = owner.listStateMachines(request -> request.maxResults(1)).nextToken();
        if (next == null) {
            TwoNodesIT.machine(owner, "secret-machine-2",
                    "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}");
            next = owner.listStateMachines(request -> request.maxResults(1)).nextToken();
        }
        var token = next;

        assertThatThrownBy(() -> attacker.listStateMachines(request -> request.nextToken(token)))
                .isInstanceOf(InvalidTokenException.class);
    }
}
