// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.SECOND;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Tasks of activities that are not there (recorded).
@ExtendWith(OneApi.class)
class MissingActivityTest {

    @Test
    void aTaskOfADeletedActivityEndsTheExecutionUnscheduled() {
        var activity = call("CreateActivity", "{\"name\":\"deleted\"}").path("activityArn").stringValue();
        call("DeleteActivity", "{\"activityArn\":\"" + activity + "\"}");

        assertFailsUnscheduled("of-a-deleted-one", activity);
    }

    @Test
    void anotherTenantsActivityIsNotThere() {
        var activity = call(SECOND, Role.ADMIN, "CreateActivity", "{\"name\":\"foreign\"}").path("activityArn")
                .stringValue();

        assertFailsUnscheduled("of-a-foreign-one", activity);
    }

    private static void assertFailsUnscheduled(String machine, String activity) {
        call("CreateStateMachine",
                """
                        {"name":"%s","roleArn":"arn:aws:iam::111111111111:role/r","definition":"{\\"StartAt\\":\\"A\\",\\"States\\":\
                        {\\"A\\":{\\"Type\\":\\"Task\\",\\"Resource\\":\\"%s\\",\\"End\\":true}}}"}"""
                        .formatted(machine, activity));
        var request = "{\"executionArn\":" + call("StartExecution", "{\"stateMachineArn\":\"" + arn(machine) + "\"}")
                .path("executionArn") + "}";
        TestNode.await("the end", () -> call("DescribeExecution", request).path("status").stringValue()
                .equals("FAILED"));

        var events = call("GetExecutionHistory", request).path("events");
        assertThat(events.values().stream().map(event -> event.path("type").stringValue()))
                .containsExactly("ExecutionStarted", "TaskStateEntered", "ExecutionFailed");
        assertThat(details(events).path("error").stringValue()).isEqualTo("States.Runtime");
        assertThat(details(events).path("cause").stringValue()).isEqualTo(
                "An error occurred while executing the state 'A' (entered at the event id #2). The activity " + activity
                        + " does not exist.");
    }

    private static JsonNode details(JsonNode events) {
        return events.get(2).path("executionFailedEventDetails");
    }
}
