// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.FIRST;
import static io.fermata.web.api.OneApi.SECOND;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.language.Json;
import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// RedriveExecution, and what other operations say of it.
@ExtendWith(OneApi.class)
class RedriveExecutionTest {

    private static final String FAILS = "{\\\"StartAt\\\":\\\"F\\\",\\\"States\\\":{\\\"F\\\":{\\\"Type\\\":\\\"Fail\\\",\\\"Error\\\":\\\"E\\\"}}}";

    private static String failed(String machine) {
        call("CreateStateMachine", "{\"name\":\"" + machine
                + "\",\"roleArn\":\"arn:aws:iam::111111111111:role/r\",\"definition\":\"" + FAILS + "\"}");
        var execution = call("StartExecution", "{\"stateMachineArn\":\"" + arn(machine) + "\"}").path("executionArn")
                .stringValue();
        TestNode.await("the end", () -> describe(execution).contains("\"status\":\"FAILED\""));
        return "{\"executionArn\":\"" + execution + "\"}";
    }

    private static String describe(String execution) {
        return call("DescribeExecution", "{\"executionArn\":\"" + execution + "\"}").toString();
    }

    @Test
    void anExecutionThatFailedGoesOnAndTellsSo() {
        var request = failed("redriven");
        assertThat(call("DescribeExecution", request).path("redriveStatus").stringValue()).isEqualTo("REDRIVABLE");

        var date = call("RedriveExecution", request).path("redriveDate");

        TestNode.await("the second end", () -> call("GetExecutionHistory", request).path("events").size() == 6);
        var description = call("DescribeExecution", request);
        assertThat(description.path("redriveCount").intValue()).isEqualTo(1);
        assertThat(description.path("redriveDate")).isEqualTo(date);
        assertThat(call("GetExecutionHistory", request).path("events").get(3).path("executionRedrivenEventDetails")
                .path("redriveCount").intValue()).isEqualTo(1);
        assertThat(call("ListExecutions", "{\"stateMachineArn\":\"" + arn("redriven") + "\"}").path("executions").get(0)
                .path("redriveCount").intValue()).isEqualTo(1);
    }

    @Test
    void anExecutionOfADeletedMachineDoesNotGoOn() {
        var request = failed("redriven-gone");
        call("DeleteStateMachine", "{\"stateMachineArn\":\"" + arn("redriven-gone") + "\"}");

        assertThat(refusal("RedriveExecution", request))
                .isEqualTo("ExecutionNotRedrivable: State machine is in DELETING status");
    }

    @Test
    void anExecutionOfAnotherTenantDoesNotExist() {
        assertThat(refusal(SECOND, "RedriveExecution", failed("redriven-mine"))).startsWith("ExecutionDoesNotExist: ");
    }

    @Test
    void aViewerMayNotRedrive() {
        var request = failed("looked-at");

        assertThatThrownBy(() -> call(FIRST, Role.VIEWER, "RedriveExecution", request))
                .hasMessageContaining("not authorized");
    }

    @Test
    void aTokenHasNoSpaces() {
        assertThat(refusal("RedriveExecution", "{\"executionArn\":\"" + arn("x").replace("stateMachine:", "execution:")
                + ":e\",\"clientToken\":\"a b\"}"))
                .contains("Value 'a b' at 'clientToken' failed to satisfy constraint: "
                        + "Member must satisfy regular expression pattern: [!-~]+");
    }

    @Test
    void theMapRunOfAnExecutionGoesOnAndTellsSo() {
        call("CreateStateMachine", """
                {"name":"redriven-map","roleArn":"arn:aws:iam::%s:role/r","definition":"%s"}""".formatted(FIRST, """
                {"StartAt":"M","States":{"M":{"Type":"Map","Label":"Each","MaxConcurrency":1,"ItemProcessor":{
                "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"C","States":{"C":{
                "Type":"Choice","Choices":[{"Variable":"$","NumericEquals":1,"Next":"F"}],"Default":"P"},"P":{
                "Type":"Pass","End":true},"F":{"Type":"Fail","Error":"E"}}},"End":true}}}""".replace("\n", "")
                .replace("\"", "\\\"")));
        var execution = "{\"executionArn\":" + call("StartExecution", "{\"stateMachineArn\":\"" + arn("redriven-map")
                + "\",\"input\":\"[0,1,2]\"}").path("executionArn") + "}";
        TestNode.await("the end",
                () -> call("DescribeExecution", execution).path("status").stringValue().equals("FAILED"));
        var run = "{\"mapRunArn\":" + call("ListMapRuns", execution).path("mapRuns").get(0).path("mapRunArn");
        assertThat(call("DescribeMapRun", run + "}").has("redriveDate")).isFalse();

        var date = call("RedriveExecution", execution).path("redriveDate");

        TestNode.await("the second end", () -> call("GetExecutionHistory", execution).path("events").size() == 12);
        var shown = call("DescribeMapRun", run + "}");
        assertThat(call("GetExecutionHistory", execution).path("events").get(8).path("mapRunRedrivenEventDetails"))
                .isEqualTo(Json.parse("{\"mapRunArn\":" + shown.path("mapRunArn") + ",\"redriveCount\":1}"));
        assertThat(call("ListMapRuns", execution).path("mapRuns")).hasSize(1);
        assertThat(shown.path("redriveCount").intValue()).isEqualTo(1);
        assertThat(shown.path("redriveDate")).isEqualTo(date);
        assertThat(Json.parse(shown.path("executionCounts").toString())).isEqualTo(Json.parse("""
                {"pending":1,"running":0,"succeeded":1,"failed":1,"timedOut":0,"aborted":0,"total":3,
                "resultsWritten":2,"failuresNotRedrivable":0,"pendingRedrive":0}"""));
        assertThat(list(run, "")).hasSize(2);
        assertThat(list(run, ",\"redriveFilter\":\"NOT_REDRIVEN\"")).hasSize(1);
        assertThat(list(run, ",\"statusFilter\":\"PENDING_REDRIVE\"")).isEmpty();
        assertThat(list(run, ",\"statusFilter\":\"FAILED\",\"redriveFilter\":\"REDRIVEN\"")).hasSize(1);
        var child = list(run, ",\"redriveFilter\":\"REDRIVEN\"").get(0);
        assertThat(child.path("redriveCount").intValue()).isEqualTo(1);
        assertThat(child.has("redriveDate")).isTrue();
        var it = "{\"executionArn\":" + child.path("executionArn") + "}";
        assertThat(call("DescribeExecution", it).path("redriveStatus").stringValue())
                .isEqualTo("REDRIVABLE_BY_MAP_RUN");
        assertThat(refusal("RedriveExecution", it)).startsWith("ExecutionNotRedrivable: ");
    }

    private static JsonNode list(String run, String filter) {
        return call("ListExecutions", run + filter + "}").path("executions");
    }
}
