// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.SECOND;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.machine;
import static io.fermata.web.api.OneApi.pass;
import static io.fermata.web.api.OneApi.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.node.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Versions: publishing, showing, listing, deleting, and starting executions of them.
@ExtendWith(OneApi.class)
class VersionOperationsTest {

    private static final String PUBLISH = ",\"publish\":true";

    @Test
    void aMachineIsCreatedWithItsFirstVersion() {
        var created = machine("born", PUBLISH + ",\"versionDescription\":\"first\"");

        assertThat(text(created, "stateMachineVersionArn")).isEqualTo(arn("born:1"));
        var version = describe("born:1");
        assertThat(text(version, "stateMachineArn")).isEqualTo(arn("born:1"));
        assertThat(text(version, "description")).isEqualTo("first");
        assertThat(version.has("revisionId")).isFalse();
        assertThat(text(describe("born"), "stateMachineArn")).isEqualTo(arn("born"));
        assertThat(describe("born").has("description")).isFalse();
    }

    @Test
    void aRepeatedCreationIsTheSameOnlyIfItPublishesInTheSameWay() {
        var created = machine("repeated", PUBLISH);
        var taken = "StateMachineAlreadyExists: State Machine Already Exists: '" + arn("repeated") + "'";

        assertThat(machine("repeated", PUBLISH)).isEqualTo(created);
        assertThat(refusal("CreateStateMachine", creation("repeated", ""))).isEqualTo(taken);
        assertThat(refusal("CreateStateMachine", creation("repeated", PUBLISH + ",\"versionDescription\":\"d\"")))
                .isEqualTo(taken);
    }

    @Test
    void aDescriptionNeedsAVersion() {
        assertThat(refusal("CreateStateMachine", creation("described", ",\"versionDescription\":\"d\"")))
                .isEqualTo("ValidationException: Version description can only be set when publish is true");
        machine("described", "");
        assertThat(refusal("UpdateStateMachine", update("described", "v2", ",\"versionDescription\":\"d\"")))
                .isEqualTo("ValidationException: Version description can only be set when publish is true");
        assertThat(refusal("UpdateStateMachine",
                update("described", "v2", PUBLISH + ",\"versionDescription\":\"" + "x".repeat(257) + "\"")))
                .isEqualTo("ValidationException: 1 validation error detected: Value at 'versionDescription' failed to "
                        + "satisfy constraint: Member must have length less than or equal to 256");
    }

    @Test
    void publishingAnUnchangedMachineFindsItsVersion() {
        machine("unchanged", "");

        var first = call("UpdateStateMachine", update("unchanged", "v1", PUBLISH));
        var again = call("UpdateStateMachine", update("unchanged", "v1", PUBLISH));

        assertThat(text(first, "stateMachineVersionArn")).isEqualTo(arn("unchanged:1"));
        assertThat(first.has("revisionId")).isFalse();
        assertThat(text(again, "stateMachineVersionArn")).isEqualTo(arn("unchanged:1"));
    }

    @Test
    void aVersionKeepsItsRevision() {
        machine("kept", "");
        var first = text(call("UpdateStateMachine", update("kept", "v2", PUBLISH)), "revisionId");
        call("UpdateStateMachine", update("kept", "v3", ""));

        assertThat(text(describe("kept:1"), "definition")).contains("v2");
        assertThat(text(describe("kept:1"), "revisionId")).isEqualTo(first);
        assertThat(text(describe("kept"), "definition")).contains("v3");
    }

    @Test
    void aVersionAndItsExecutionsKeepLoggingAndTracing() {
        machine("configured", PUBLISH
                + ",\"loggingConfiguration\":{\"level\":\"OFF\",\"includeExecutionData\":true},\"tracingConfiguration\":{\"enabled\":true}");
        var started = start("configured:1");
        call("UpdateStateMachine",
                "{\"stateMachineArn\":\"%s\",\"loggingConfiguration\":{\"level\":\"OFF\"},\"tracingConfiguration\":{\"enabled\":false}}"
                        .formatted(arn("configured")));

        for (var shown : List.of(describe("configured:1"),
                call("DescribeStateMachineForExecution", execution(started)))) {
            assertThat(shown.path("loggingConfiguration").path("includeExecutionData").booleanValue()).isTrue();
            assertThat(shown.path("tracingConfiguration").path("enabled").booleanValue()).isTrue();
        }
        assertThat(describe("configured").path("loggingConfiguration").path("includeExecutionData").booleanValue())
                .isFalse();
    }

    @Test
    void onlyTheNewestRevisionIsPublished() {
        machine("newest", "");
        var second = text(call("UpdateStateMachine", update("newest", "v2", "")), "revisionId");

        assertThat(refusal("PublishStateMachineVersion", publish("newest", ",\"revisionId\":\"INITIAL\"")))
                .isEqualTo("ConflictException: Failed to publish the State Machine version for revision INITIAL. "
                        + "The current State Machine revision is " + second + ".");
        var published = call("PublishStateMachineVersion", publish("newest", ",\"revisionId\":\"" + second + "\""));
        assertThat(text(published, "stateMachineVersionArn")).isEqualTo(arn("newest:1"));
        assertThat(published.has("creationDate")).isTrue();
        assertThat(refusal("PublishStateMachineVersion", publish("nothing", "")))
                .isEqualTo("StateMachineDoesNotExist: State Machine Does Not Exist: '" + arn("nothing") + "'");
    }

    @Test
    void versionsAreListedNewestFirstInPages() {
        machine("pages", PUBLISH);
        call("UpdateStateMachine", update("pages", "v2", PUBLISH));
        call("UpdateStateMachine", update("pages", "v3", PUBLISH));

        var first = call("ListStateMachineVersions",
                "{\"stateMachineArn\":\"%s\",\"maxResults\":2}".formatted(arn("pages")));
        var second = call("ListStateMachineVersions",
                "{\"stateMachineArn\":\"%s\",\"maxResults\":1,\"nextToken\":\"%s\"}"
                        .formatted(arn("pages"), text(first, "nextToken")));

        assertThat(versions(first)).containsExactly(arn("pages:3"), arn("pages:2"));
        assertThat(versions(second)).containsExactly(arn("pages:1"));
        assertThat(second.has("nextToken")).isFalse();
        machine("other-pages", PUBLISH);
        assertThat(refusal("ListStateMachineVersions", "{\"stateMachineArn\":\"%s\",\"nextToken\":\"%s\"}"
                .formatted(arn("other-pages"), text(first, "nextToken")))).startsWith("InvalidToken: ");
    }

    @Test
    void aDeletedNumberIsNeverUsedAgain() {
        machine("numbers", PUBLISH);
        var request = "{\"stateMachineVersionArn\":\"" + arn("numbers:1") + "\"}";

        assertThat(call("DeleteStateMachineVersion", request)).isEmpty();
        assertThat(call("DeleteStateMachineVersion", request)).isEmpty();
        assertThat(text(call("PublishStateMachineVersion", publish("numbers", "")), "stateMachineVersionArn"))
                .isEqualTo(arn("numbers:2"));
        assertThat(refusal("DeleteStateMachineVersion", "{\"stateMachineVersionArn\":\"" + arn("numbers") + "\"}"))
                .startsWith("ValidationException: ");
    }

    @Test
    void aMachineIsNotDeletedByTheArnOfItsVersion() {
        machine("whole", PUBLISH);

        assertThat(refusal("DeleteStateMachine", "{\"stateMachineArn\":\"" + arn("whole:1") + "\"}"))
                .startsWith("ValidationException: ");
        assertThat(text(describe("whole:1"), "status")).isEqualTo("ACTIVE");
    }

    @Test
    void anExecutionOfAVersionRunsItsRevisionAndSaysSo() {
        machine("run", PUBLISH);
        call("UpdateStateMachine", update("run", "v2", ""));

        var ofVersion = start("run:1");
        var unqualified = start("run");

        var shown = call("DescribeExecution", execution(ofVersion));
        assertThat(text(shown, "stateMachineArn")).isEqualTo(arn("run"));
        assertThat(text(shown, "stateMachineVersionArn")).isEqualTo(arn("run:1"));
        assertThat(shown.has("stateMachineAliasArn")).isFalse();
        assertThat(call("DescribeExecution", execution(unqualified)).has("stateMachineVersionArn")).isFalse();
        var definition = call("DescribeStateMachineForExecution", execution(ofVersion));
        assertThat(text(definition, "definition")).contains("v1");
        assertThat(text(definition, "stateMachineArn")).isEqualTo(arn("run"));
        assertThat(executions("run")).containsExactly(unqualified, ofVersion);
        assertThat(executions("run:1")).containsExactly(ofVersion);
    }

    @Test
    void anExecutionStaysWhenItsVersionGoes() {
        machine("gone", PUBLISH);
        var started = start("gone:1");
        call("DeleteStateMachineVersion", "{\"stateMachineVersionArn\":\"" + arn("gone:1") + "\"}");

        TestNode.await("the end",
                () -> text(call("DescribeExecution", execution(started)), "status").equals("SUCCEEDED"));

        assertThat(text(call("DescribeExecution", execution(started)), "stateMachineVersionArn"))
                .isEqualTo(arn("gone:1"));
        assertThat(executions("gone")).containsExactly(started);
    }

    @Test
    void aVersionThatIsNotPublishedDoesNotExist() {
        machine("one", PUBLISH);
        var missing = "StateMachineDoesNotExist: State Machine Does Not Exist: '" + arn("one:2") + "'";

        for (var operation : List.of("StartExecution", "DescribeStateMachine", "ListExecutions",
                "PublishStateMachineVersion")) {
            assertThat(refusal(operation, "{\"stateMachineArn\":\"" + arn("one:2") + "\"}")).isEqualTo(missing);
        }
        assertThat(refusal("UpdateStateMachine", update("one:1", "v2", ""))).startsWith("StateMachineDoesNotExist: ");
    }

    @Test
    void anExecutionStartedByAnExecutionMayBeOfAVersion() {
        machine("child", PUBLISH);
        call("CreateStateMachine", """
                {"name":"parent","roleArn":"arn:aws:iam::111111111111:role/r","definition":"%s"}""".formatted("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2",
                "Parameters":{"StateMachineArn":"%s"},"End":true}}}""".formatted(arn("child:1")).replace("\"", "\\\"")
                .replace("\n", "")));

        var parent = start("parent");
        TestNode.await("the end",
                () -> text(call("DescribeExecution", execution(parent)), "status").equals("SUCCEEDED"));

        var children = executions("child:1");
        assertThat(children).hasSize(1);
        assertThat(text(call("DescribeExecution", execution(parent)), "output")).contains(children.getFirst())
                .contains("\"StateMachineVersionArn\":\"" + arn("child:1") + "\"");
    }

    @Test
    void versionsOfAnotherAccountAreAnsweredAsMissingOnes() {
        machine("secret", PUBLISH);

        for (var operation : List.of("PublishStateMachineVersion", "DescribeStateMachine", "StartExecution",
                "ListExecutions", "ListStateMachineVersions", "DeleteStateMachineVersion")) {
            var request = "{\"stateMachineArn\":\"%1$s\",\"stateMachineVersionArn\":\"%1$s\"}";
            assertThat(refusal(SECOND, operation, request.formatted(arn("secret:1")))).as(operation).isEqualTo(
                    refusal(SECOND, operation, request.formatted(arn("absent:1"))).replace("absent", "secret"));
        }
        assertThat(versions(call("ListStateMachineVersions", "{\"stateMachineArn\":\"" + arn("secret") + "\"}")))
                .containsExactly(arn("secret:1"));
    }

    private static JsonNode describe(String name) {
        return call("DescribeStateMachine", "{\"stateMachineArn\":\"" + arn(name) + "\"}");
    }

    private static String creation(String name, String more) {
        return """
                {"name":"%s","roleArn":"arn:aws:iam::111111111111:role/r","definition":"%s"%s}""".formatted(name,
                pass("v1"), more);
    }

    private static String update(String name, String comment, String more) {
        return "{\"stateMachineArn\":\"%s\",\"definition\":\"%s\"%s}".formatted(arn(name), pass(comment), more);
    }

    private static String publish(String name, String more) {
        return "{\"stateMachineArn\":\"%s\"%s}".formatted(arn(name), more);
    }

    private static String start(String name) {
        return text(call("StartExecution", "{\"stateMachineArn\":\"" + arn(name) + "\"}"), "executionArn");
    }

    private static String execution(String arn) {
        return "{\"executionArn\":\"" + arn + "\"}";
    }

    private static List<String> executions(String name) {
        return call("ListExecutions", "{\"stateMachineArn\":\"" + arn(name) + "\"}").path("executions").valueStream()
                .map(item -> text(item, "executionArn")).toList();
    }

    private static List<String> versions(JsonNode answer) {
        return answer.path("stateMachineVersions").valueStream().map(item -> text(item, "stateMachineVersionArn"))
                .toList();
    }

    private static String text(JsonNode answer, String member) {
        return answer.path(member).stringValue("");
    }
}
