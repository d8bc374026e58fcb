// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.FIRST;
import static io.fermata.web.api.OneApi.SECOND;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
}
