// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
import io.fermata.node.testing.TestNode;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Starts by `aws-sdk:sfn`, asked for again as after a crash.
class SfnCallsTest {

    private static TestDatabase database;
    private static TestNode node;
    private static SfnCalls calls;
    private static TestNode.Machine machine;

    @BeforeAll
    static void start() throws InterruptedException {
        database = TestDatabase.fresh(SfnCallsTest.class);
        var tenants = TwoTenants.on(database);
        node = new TestNode(database, tenants.keys(), tenants.first(), tenants.second(), "node-a",
                Duration.ofSeconds(10));
        calls = new SfnCalls(node.machines());
        calls.startBy(node.executions());
        machine = node.machine("""
                {"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""");
    }

    @AfterAll
    static void stop() {
        node.close();
        database.close();
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
