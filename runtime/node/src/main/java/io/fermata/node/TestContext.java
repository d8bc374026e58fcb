// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionFacts;
import io.fermata.language.State;
import io.fermata.language.TaskResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The context object of a state that is tried and given none (recorded: test_state). It has no `RedriveCount`, as in
/// Express executions.
final class TestContext {

    private final SealedTaskTokens tokens;

    TestContext(SealedTaskTokens tokens) {
        this.tokens = tokens;
    }

    JsonNode of(ExecutionFacts names, TestRequest request, Instant now) {
        var at = now.truncatedTo(ChronoUnit.MILLIS).toString();
        var context = JsonNodeFactory.instance.objectNode();
        var run = context.putObject("Execution");
        run.put("Id", names.executionArn());
        run.set("Input", request.input());
        run.put("Name", names.executionName());
        if (!names.roleArn().isEmpty()) {
            run.put("RoleArn", names.roleArn());
        }
        run.put("StartTime", at);
        context.putObject("StateMachine").put("Id", names.stateMachineArn()).put("Name", names.stateMachineName());
        context.putObject("State").put("Name", request.state().name()).put("EnteredTime", at).put("RetryCount",
                request.setting().retriesMade());
        if (request.state() instanceof State.Task task && answeredByToken(task.resource())) {
            // a token that no attempt has
            context.putObject("Task").put("Token", tokens.mint(names, 1));
        }
        return context;
    }

    static boolean answeredByToken(TaskResource resource) {
        return switch (resource) {
            case TaskResource.Function _ -> false;
            case TaskResource.Activity _ -> true;
            case TaskResource.Integration integration -> integration.pattern() != TaskResource.Pattern.REQUEST_RESPONSE;
        };
    }
}
