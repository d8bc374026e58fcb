// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.JobState;
import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tasks that start a job and wait for it, whichever node looks after it.
@ExtendWith(NodeExtension.class)
class JobsTest {

    private static final String MACHINE = """
            {"StartAt":"J","States":{"J":{"Type":"Task","Resource":"arn:aws:states:::batch:submitJob.sync","End":true,
            "Parameters":{"JobName":"j","JobQueue":"q","JobDefinition":"d"}}}}""";

    @Test
    void aJobOutlivesTheNodeThatStartedIt(TestDatabase database, TwoTenants tenants) {
        long execution;
        try (var first = tenants.node(database, "first", Duration.ofSeconds(10))) {
            first.tasks().enqueue(new TaskOutcome.Answered(Json.parse("{\"JobId\":\"1\"}")));
            execution = first.start(first.machine(MACHINE), "{}").executionNo();
            first.awaitEvent(execution, "TaskSubmitted");
        }
        try (var second = tenants.node(database, "second", Duration.ofSeconds(10))) {
            second.machine(MACHINE);
            second.tasks().enqueueLook(new JobState.Running(),
                    new JobState.Ended(new TaskOutcome.Answered(Json.parse("{\"Status\":\"SUCCEEDED\"}"))));

            assertThat(second.awaitEnd(execution).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(second.eventTypes(execution)).containsExactly(
                    "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted",
                    "TaskSubmitted", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded");
            assertThat(second.tasks().keys()).isEmpty();

            second.tasks().enqueue(new TaskOutcome.Answered(Json.parse("{\"JobId\":\"2\"}")));
            var stopped = second.start(second.machine(MACHINE), "{}");
            second.awaitEvent(stopped.executionNo(), "TaskSubmitted");
            second.executions().stop(second.row(stopped.executionNo()), null, null);
            assertThat(second.tasks().awaitStopped()).isEqualTo(Json.parse("{\"JobId\":\"2\"}"));
        }
    }
}
