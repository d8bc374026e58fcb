// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import io.fermata.node.testing.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a node promises to its callers, on a real database.
@ExtendWith(NodeExtension.class)
class NodeTest {

    private static TestNode node;

    @BeforeAll
    static void start(TestNode own) {
        node = own;
    }

    @Test
    void runsASequenceToItsEndAndKeepsItsHistory() {
        var machine = node.machine("""
                {"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"x":1},"Next":"B"},"B":{"Type":"Succeed"}}}""");

        var started = node.start(machine, "{\"in\":true}");

        var row = node.awaitEnd(started.executionNo());
        assertThat(row.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.eventTypes(started.executionNo())).containsExactly("ExecutionStarted", "PassStateEntered",
                "PassStateExited", "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded");
        assertThat(node.reads().end(row)).contains(new HistoryEvent.ExecutionSucceeded(Json.parse("{\"x\":1}")));
    }

    @Test
    void waitsWithoutWritingAnythingAndGoesOn() {
        var machine = node.machine("""
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"End":true}}}""");

        var started = node.start(machine, "{}");

        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void asksForACallAgainAsRetrySaysWithANewKeyEachTime() {
        node.tasks().enqueue(new TaskOutcome.Failed("Busy", "first"), new TaskOutcome.Answered(Json.parse("\"done\"")));
        var machine = node.machine("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true,
                "Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":1,"MaxAttempts":1}]}}}""");

        var started = node.start(machine, "{}");

        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.eventTypes(started.executionNo())).containsExactly("ExecutionStarted", "TaskStateEntered",
                "TaskScheduled", "TaskStarted", "TaskFailed", "TaskScheduled", "TaskStarted", "TaskSucceeded",
                "TaskStateExited", "ExecutionSucceeded");
        assertThat(node.tasks().keys()).doesNotHaveDuplicates();
    }

    @Test
    void resumesACallbackByItsTokenOnceAndOnlyForItsTenant() {
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("{\"MessageId\":\"m\"}")));
        var machine = node.machine("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish.waitForTaskToken",
                "Parameters":{"TopicArn":"t","Message.$":"$$.Task.Token"},"End":true}}}""");
        var started = node.start(machine, "{}");
        var token = node.tasks().awaitRequest().parameters().path("Message").stringValue();
        node.awaitEvent(started.executionNo(), "TaskSubmitted");
        var outcome = new TaskOutcome.Answered(Json.parse("42"));

        assertThat(node.executions().complete(node.otherTenant().value(), token, outcome))
                .isEqualTo(Answer.INVALID_TOKEN);
        assertThat(node.executions().complete(node.tenant().value(), token, outcome)).isEqualTo(Answer.ACCEPTED);
        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.executions().complete(node.tenant().value(), token, outcome)).isEqualTo(Answer.TASK_TIMED_OUT);
    }

    @Test
    void startsAnExecutionOfOneNameOnce() {
        var machine = node.machine("""
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}""");

        var first = node.executions().start(node.request(machine, "same", "{\"a\":1}"));
        var again = node.executions().start(node.request(machine, "same", "{\"a\":1}"));
        var other = node.executions().start(node.request(machine, "same", "{\"a\":2}"));

        assertThat(first).isInstanceOf(StartAnswer.Started.class);
        assertThat(again).isInstanceOfSatisfying(StartAnswer.NameTaken.class,
                taken -> assertThat(taken.sameInputAndRunning()).isTrue());
        assertThat(other).isInstanceOfSatisfying(StartAnswer.NameTaken.class,
                taken -> assertThat(taken.sameInputAndRunning()).isFalse());
    }

    @Test
    void handsAnActivityTaskToOneWorkerAndTakesItsAnswer() throws InterruptedException {
        var machine = node.machine("""
                {"StartAt":"T","States":{"T":{"Type":"Task",
                "Resource":"arn:aws:states:us-east-1:123456789012:activity:pack","End":true}}}""");
        var started = node.start(machine, "{\"box\":7}");

        var work = node.workers().poll(node.tenant(), TestNode.ACTIVITY, "w1", Duration.ofSeconds(10)).orElseThrow();
        var none = node.workers().poll(node.tenant(), TestNode.ACTIVITY, "w2", Duration.ofMillis(50));
        var answer = node.executions().complete(node.tenant().value(), work.taskToken(),
                new TaskOutcome.Answered(Json.parse("\"packed\"")));

        assertThat(work.input()).isEqualTo(Json.parse("{\"box\":7}"));
        assertThat(none).isEmpty();
        assertThat(answer).isEqualTo(Answer.ACCEPTED);
        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.eventTypes(started.executionNo())).contains("ActivityScheduled", "ActivityStarted",
                "ActivitySucceeded");
    }

    @Test
    void stopsAnExecutionWithErrorAndCause() {
        var machine = node.machine("""
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}""");
        var started = node.start(machine, "{}");
        var row = node.row(started.executionNo());

        var stopped = node.executions().stop(row, "Enough", "we said so");

        assertThat(stopped).isPresent();
        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.ABORTED);
    }

    @Test
    void runsAChildAndTakesItsOutputAsJson() {
        var child = node.machine("""
                {"StartAt":"P","States":{"P":{"Type":"Pass","Result":{"from":"child"},"End":true}}}""");
        var parent = node.machine("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2",
                "Parameters":{"StateMachineArn":"%s","Input":{"a":1}},"OutputPath":"$.Output","End":true}}}"""
                .formatted(child.arn()));

        var started = node.start(parent, "{}");

        var row = node.awaitEnd(started.executionNo());
        assertThat(row.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.reads().end(row))
                .contains(new HistoryEvent.ExecutionSucceeded(Json.parse("{\"from\":\"child\"}")));
    }
}
