// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/// Each operation of the API, tried by a second tenant with everything that the first one owns: the answer is to the letter
/// that for something which does not exist, and the owner's things stay as they are.
@ExtendWith(OneNode.class)
class CrossTenantIT {

    private static final String PASS = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";

    private static SfnClient owner;
    private static SfnClient attacker;
    private static Map<Attacks.Kind, String> theirs;
    private static List<String> before;

    @BeforeAll
    static void start() throws Exception {
        owner = client(Fermata.KEY, Fermata.SECRET);
        attacker = client(Fermata.SECOND_KEY, Fermata.SECOND_SECRET);
        theirs = new EnumMap<>(Attacks.Kind.class);
        var activity = owner.createActivity(r -> r.name("theirs-activity")).activityArn();
        var machine = TwoNodesIT.machine(owner, "theirs-machine",
                "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\"" + activity
                        + "\",\"End\":true}}}");
        var version = owner.publishStateMachineVersion(r -> r.stateMachineArn(machine)).stateMachineVersionArn();
        var alias = owner.createStateMachineAlias(r -> r.name("theirs-alias")
                .routingConfiguration(route -> route.stateMachineVersionArn(version).weight(100)))
                .stateMachineAliasArn();
        owner.tagResource(r -> r.resourceArn(machine).tags(tag -> tag.key("team").value("blue")));
        var execution = owner.startExecution(r -> r.stateMachineArn(alias).name("theirs-run")
                .input("{\"canary\":\"CANARY-B\"}")).executionArn();
        var express = owner.createStateMachine(r -> r.name("theirs-express").type(StateMachineType.EXPRESS)
                .roleArn("arn:aws:iam::111122223333:role/any").definition(PASS)).stateMachineArn();
        TwoNodesIT.machine(owner, "theirs-second", PASS);
        owner.createActivity(r -> r.name("theirs-second"));
        theirs.put(Attacks.Kind.MACHINE, machine);
        theirs.put(Attacks.Kind.VERSION, version);
        theirs.put(Attacks.Kind.ALIAS, alias);
        theirs.put(Attacks.Kind.EXECUTION, execution);
        theirs.put(Attacks.Kind.EXPRESS_EXECUTION, owner.startExecution(r -> r.stateMachineArn(express)
                .name("theirs-run")).executionArn());
        theirs.put(Attacks.Kind.ACTIVITY, activity);
        theirs.put(Attacks.Kind.MAP_RUN, mapRun());
        theirs.put(Attacks.Kind.TASK_TOKEN, Await.value("the task", Duration.ofSeconds(60), () -> Optional
                .ofNullable(owner.getActivityTask(r -> r.activityArn(activity)).taskToken())));
        theirs.put(Attacks.Kind.PAGING_TOKEN, owner.listStateMachines(r -> r.maxResults(1)).nextToken());
        before = picture();
    }

    @AfterAll
    static void stop() {
        owner.sendTaskSuccess(r -> r.taskToken(theirs.get(Attacks.Kind.TASK_TOKEN)).output("{}"));
        owner.close();
        attacker.close();
    }

    static Stream<Attacks.Attack> attacks() {
        return Attacks.all().stream();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isAnsweredAsIfItDidNotExist(Attacks.Attack attack) {
        var there = theirs.get(attack.kind());
        var missing = missing(attack.kind(), there);

        var answer = answer(attack, there);

        assertThat(answer).isEqualTo(answer(attack, missing)).doesNotContain("CANARY-B");
        assertThat(picture()).isEqualTo(before);
    }

    @Test
    void hasAnAttackByEachOperation() {
        assertThat(Attacks.all().stream().map(Attacks.Attack::operation).distinct().sorted().toList())
                .isEqualTo(ConformancePage.operations()).hasSize(37);
    }

    @Test
    void hasAnAttackOnEachKindOfName() {
        assertThat(Attacks.kinds()).containsExactlyInAnyOrder(Attacks.Kind.values());
    }

    @Test
    void theListsOfTheSecondHoldNothingOfTheFirst() {
        var lists = attacker.listStateMachines().toString() + attacker.listActivities();

        assertThat(lists).doesNotContain(Fermata.ACCOUNT).doesNotContain("theirs-machine");
    }

    /// One of a distributed Map that has ended.
    private static String mapRun() {
        var machine = TwoNodesIT.machine(owner, "theirs-map", """
                {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{
                 "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
                 "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}""");
        var execution = owner.startExecution(r -> r.stateMachineArn(machine).name("theirs-run").input("[1,2]"))
                .executionArn();
        return Await.value("the Map Run", Duration.ofSeconds(60), () -> owner
                .listMapRuns(r -> r.executionArn(execution)).mapRuns().stream().map(run -> run.mapRunArn())
                .findFirst());
    }

    /// A name of the same form in the same account, of which there is nothing.
    private static String missing(Attacks.Kind kind, String name) {
        return switch (kind) {
            case MACHINE, ALIAS, EXECUTION, EXPRESS_EXECUTION, ACTIVITY, MAP_RUN -> name.replace("theirs", "absent");
            case VERSION -> name.substring(0, name.lastIndexOf(':')).replace("theirs", "absent") + ":1";
            // one letter in the middle, so that length and alphabet stay
            case TASK_TOKEN, PAGING_TOKEN -> name.substring(0, name.length() / 2)
                    + (name.charAt(name.length() / 2) == 'A' ? 'B' : 'A') + name.substring(name.length() / 2 + 1);
        };
    }

    /// Error with its text, or result; without what differs between any two requests.
    private static String answer(Attacks.Attack attack, String name) {
        String text;
        try {
            text = attack.call().apply(attacker, name).toString();
        } catch (SfnException refused) {
            var details = refused.awsErrorDetails();
            text = refused.statusCode() + " " + details.errorCode() + ": " + details.errorMessage();
        }
        cleanUp();
        return text.replace("absent", "theirs").replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "<time>");
    }

    /// What the second tenant made for itself in an attack.
    private static void cleanUp() {
        for (var machine : attacker.listStateMachines().stateMachines()) {
            if (machine.name().equals("attack")) {
                attacker.deleteStateMachine(r -> r.stateMachineArn(machine.stateMachineArn()));
                Await.until("the end of the attack's machine", Duration.ofSeconds(60),
                        () -> attacker.listStateMachines().stateMachines().stream()
                                .noneMatch(found -> found.name().equals("attack")));
            }
        }
    }

    /// All that the owner sees of what was attacked.
    private static List<String> picture() {
        var seen = new ArrayList<String>();
        var machine = theirs.get(Attacks.Kind.MACHINE);
        var execution = theirs.get(Attacks.Kind.EXECUTION);
        seen.add(owner.describeStateMachine(r -> r.stateMachineArn(machine)).toString());
        seen.add(owner.listStateMachineVersions(r -> r.stateMachineArn(machine)).toString());
        seen.add(owner.describeStateMachineAlias(r -> r.stateMachineAliasArn(theirs.get(Attacks.Kind.ALIAS)))
                .toString());
        seen.add(owner.describeExecution(r -> r.executionArn(execution)).toString());
        seen.add(owner.getExecutionHistory(r -> r.executionArn(execution)).events().stream()
                .map(event -> event.id() + " " + event.typeAsString()).collect(Collectors.joining(", ")));
        seen.add(owner.describeActivity(r -> r.activityArn(theirs.get(Attacks.Kind.ACTIVITY))).toString());
        seen.add(owner.listTagsForResource(r -> r.resourceArn(machine)).toString());
        seen.add(owner.listExecutions(r -> r.stateMachineArn(machine)).executions().size() + " executions");
        return seen;
    }

    private static SfnClient client(String key, String secret) {
        return SfnClient.builder().endpointOverride(URI.create(OneNode.get().url())).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
                .overrideConfiguration(more -> more
                        .putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
                .build();
    }
}
