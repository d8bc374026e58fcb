// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import io.fermata.node.testing.TestNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is behind an execution, as a task of it learns.
@ExtendWith(NodeExtension.class)
class StartersTest {

    private static TestNode node;

    @BeforeAll
    static void start(TestNode own) {
        node = own;
    }

    @ParameterizedTest
    @ValueSource(strings = {"startExecution", "startExecution.sync:2"})
    void aTaskOfAChildKnowsWhoStartedItsParent(String action) {
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("{}")));
        var child = node.machine("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true}}}""");
        var parent = node.machine("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:%s",
                "Parameters":{"StateMachineArn":"%s"},"End":true}}}""".formatted(action, child.arn()));

        var started = node.start(parent, "{}");
        var request = node.tasks().awaitRequest();

        assertThat(request.starters().get()).hasSize(2).contains("test");
        assertThat(request.executionNo()).isNotEqualTo(started.executionNo());
        node.awaitEnd(started.executionNo());
    }
}
