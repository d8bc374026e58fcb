// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.SECOND;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.machine;
import static io.fermata.web.api.OneApi.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.node.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Operations about Map Runs, and about what does not exist here.
@ExtendWith(OneApi.class)
class MapRunOperationsTest {

    private static final String MAP_RUN = "arn:aws:states:us-east-1:" + OneApi.FIRST + ":mapRun:m/label:x";

    @Test
    void anExecutionHasNoMapRuns() {
        machine("inline", "");
        var execution = start("inline");

        assertThat(call("ListMapRuns", "{\"executionArn\":\"" + execution + "\"}").toString())
                .isEqualTo("{\"mapRuns\":[]}");
        assertThat(refusal("ListMapRuns", "{\"executionArn\":\"" + execution + "\",\"nextToken\":\"x\"}"))
                .isEqualTo("InvalidToken: Invalid Token: 'Invalid token'");
        assertThat(refusal(SECOND, "ListMapRuns", "{\"executionArn\":\"" + execution + "\"}"))
                .isEqualTo("ExecutionDoesNotExist: Execution Does Not Exist: '" + execution + "'");
    }

    @Test
    void aMapRunIsShownWithItsChildrenAndToItsOwnerAlone() {
        call("CreateStateMachine", """
                {"name":"spread","roleArn":"arn:aws:iam::%s:role/r","definition":"%s"}""".formatted(OneApi.FIRST, """
                {"StartAt":"M","States":{"M":{"Type":"Map","Label":"Each","ToleratedFailureCount":3,"ItemProcessor":{
                "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{
                "Type":"Pass","End":true}}},"End":true}}}""".replace("\n", "").replace("\"", "\\\"")));
        var execution = call("StartExecution", "{\"stateMachineArn\":\"" + arn("spread")
                + "\",\"input\":\"[1,2]\"}").path("executionArn").stringValue("");
        var about = "{\"executionArn\":\"" + execution + "\"}";
        TestNode.await("the end", () -> call("DescribeExecution", about).path("status").stringValue("")
                .equals("SUCCEEDED"));

        var run = call("ListMapRuns", about).path("mapRuns").get(0);
        var request = "{\"mapRunArn\":\"" + run.path("mapRunArn").stringValue("") + "\"}";
        var shown = call("DescribeMapRun", request);
        var children = call("ListExecutions", request).path("executions");
        var child = children.get(0).path("executionArn").stringValue("");

        assertThat(run.path("stateMachineArn").stringValue("")).isEqualTo(arn("spread") + "/Each");
        assertThat(shown.path("status").stringValue("")).isEqualTo("SUCCEEDED");
        assertThat(shown.path("executionArn").stringValue("")).isEqualTo(execution);
        assertThat(shown.path("toleratedFailureCount").intValue()).isEqualTo(3);
        assertThat(shown.path("itemCounts").path("succeeded").intValue()).isEqualTo(2);
        assertThat(children).hasSize(2);
        assertThat(children.get(0).path("itemCount").intValue()).isEqualTo(1);
        assertThat(call("DescribeExecution", "{\"executionArn\":\"" + child + "\"}").path("mapRunArn"))
                .isEqualTo(run.path("mapRunArn"));
        assertThat(call("ListExecutions", "{\"stateMachineArn\":\"" + arn("spread") + "\"}").path("executions"))
                .hasSize(1);
        assertThat(refusal("UpdateMapRun", request)).startsWith("ValidationException: Map Run '");
        for (var operation : List.of("DescribeMapRun", "UpdateMapRun", "ListExecutions")) {
            assertThat(refusal(SECOND, operation, request)).as(operation).startsWith("ResourceNotFound: ");
        }
        assertThat(refusal(SECOND, "DescribeExecution", "{\"executionArn\":\"" + child + "\"}"))
                .startsWith("ExecutionDoesNotExist: ");
    }

    @Test
    void aMapRunDoesNotExist() {
        for (var operation : List.of("DescribeMapRun", "UpdateMapRun", "ListExecutions")) {
            assertThat(refusal(operation, "{\"mapRunArn\":\"" + MAP_RUN + "\"}")).as(operation)
                    .isEqualTo("ResourceNotFound: Resource not found: '" + MAP_RUN + "'");
            assertThat(refusal(operation, "{\"mapRunArn\":\"" + arn("m") + "\"}")).as(operation)
                    .isEqualTo("InvalidArn: Invalid Arn: 'Resource type not valid in this context: stateMachine'");
        }
    }

    @Test
    void theBoundsOfAMapRunHaveBounds() {
        assertThat(refusal("UpdateMapRun", "{\"mapRunArn\":\"" + MAP_RUN
                + "\",\"maxConcurrency\":-1,\"toleratedFailurePercentage\":101}"))
                .isEqualTo(
                        "ValidationException: 2 validation errors detected: Value '-1' at 'maxConcurrency' failed to "
                                + "satisfy constraint: Member must have value greater than or equal to 0; Value '101' at "
                                + "'toleratedFailurePercentage' failed to satisfy constraint: Member must have value less than or "
                                + "equal to 100");
    }

    @Test
    void executionsAreListedOfAMachineOrOfAMapRun() {
        machine("either", "");

        assertThat(refusal("ListExecutions", "{}")).startsWith("ValidationException: ");
        assertThat(refusal("ListExecutions",
                "{\"stateMachineArn\":\"" + arn("either") + "\",\"mapRunArn\":\"" + MAP_RUN + "\"}"))
                .startsWith("ValidationException: ");
        assertThat(refusal("ListExecutions",
                "{\"stateMachineArn\":\"" + arn("either") + "\",\"redriveFilter\":\"REDRIVEN\"}"))
                .startsWith("ValidationException: ");
        assertThat(refusal("ListExecutions",
                "{\"stateMachineArn\":\"" + arn("either") + "\",\"redriveFilter\":\"x\"}"))
                .contains("Member must satisfy enum value set: [REDRIVEN, NOT_REDRIVEN]");
    }

    @Test
    void theMachineInsideAMapStateIsNotHandledByItself() {
        for (var operation : List.of("StartExecution", "StartSyncExecution", "UpdateStateMachine",
                "DeleteStateMachine")) {
            assertThat(refusal(operation, "{\"stateMachineArn\":\"" + arn("m/label") + "\",\"roleArn\":\"r\"}"))
                    .as(operation).startsWith("ValidationException: This is the ARN of a Map state");
        }
    }

    @Test
    void aStandardMachineDoesNotRunSynchronously() {
        machine("standard", "");

        assertThat(refusal("StartSyncExecution", "{\"stateMachineArn\":\"" + arn("standard") + "\"}")).isEqualTo(
                "StateMachineTypeNotSupported: This operation is not supported by this type of state machine");
        for (var account : List.of(OneApi.FIRST, SECOND)) {
            var name = account.equals(SECOND) ? "standard" : "missing";
            assertThat(refusal(account, "StartSyncExecution", "{\"stateMachineArn\":\"" + arn(name) + "\"}"))
                    .isEqualTo("StateMachineDoesNotExist: State Machine Does Not Exist: '" + arn(name) + "'");
        }
    }

    @Test
    void metadataComeWithoutData() {
        machine("confidential", "");
        var execution = start("confidential");
        var request = "{\"executionArn\":\"" + execution + "\",\"includedData\":\"METADATA_ONLY\"}";
        TestNode.await("the end",
                () -> call("DescribeExecution", request).path("status").stringValue("").equals("SUCCEEDED"));

        var shown = call("DescribeExecution", request);

        assertThat(shown.has("input")).isFalse();
        assertThat(shown.has("output")).isFalse();
        assertThat(shown.path("inputDetails").path("included").booleanValue()).isFalse();
        assertThat(call("DescribeStateMachine", "{\"stateMachineArn\":\"" + arn("confidential")
                + "\",\"includedData\":\"METADATA_ONLY\"}").path("definition").stringValue("")).isEqualTo("{}");
    }

    private static String start(String name) {
        return call("StartExecution", "{\"stateMachineArn\":\"" + arn(name) + "\"}").path("executionArn")
                .stringValue("");
    }
}
