// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
import io.fermata.node.testing.TestNode;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Starts by `aws-sdk:sfn`, asked for again as after a crash.
@ExtendWith(NodeExtension.class)
class SfnCallsTest {

    private static TestNode node;
    private static SfnCalls calls;
    private static TestNode.Machine machine;

    @BeforeAll
    static void start(TestNode own) {
        node = own;
        calls = new SfnCalls(node.machines());
        calls.startBy(node.executions());
        machine = node.machine("""
                {"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""");
    }

    @Test
    void aRepeatedStartFindsWhatTheFirstHasStarted() {
        var first = started("", "attempt-1");
        var arn = ((Answered) first).output().path("ExecutionArn").stringValue();
        var name = arn.substring(arn.lastIndexOf(':') + 1);
        node.awaitEnd(node.reads().find(node.tenant(), machine.id(), name).orElseThrow().executionNo());

        assertThat(started("", "attempt-1")).isEqualTo(first);
        assertThat(started("", "attempt-2")).isInstanceOf(Answered.class).isNotEqualTo(first);
    }

    @Test
    void aNameThatTheDefinitionGivesIsTakenOnce() {
        var arn = ((Answered) started(",\"Name\":\"given\"", "attempt-3")).output().path("ExecutionArn");
        node.awaitEnd(node.reads().find(node.tenant(), machine.id(), "given").orElseThrow().executionNo());

        assertThat(arn.stringValue()).endsWith(":given");
        assertThat(((Failed) started(",\"Name\":\"given\"", "attempt-4")).error())
                .isEqualTo("Sfn.ExecutionAlreadyExistsException");
    }

    private static TaskOutcome started(String more, String key) {
        var resource = new TaskResource.Integration("arn:aws:states:::aws-sdk:sfn:startExecution", "aws-sdk:sfn",
                "startExecution", Pattern.REQUEST_RESPONSE);
        return calls.call(new TaskRequest(node.tenant().value(), 1, 2, Set::of,
                "arn:aws:states:us-east-1:123456789012:execution:m:e", "e", machine.arn(), "T", resource,
                Json.parse("{\"StateMachineArn\":\"" + machine.arn() + "\"" + more + "}"), "token", key, null));
    }
}
