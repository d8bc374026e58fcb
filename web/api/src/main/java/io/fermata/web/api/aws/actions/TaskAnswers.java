// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.node.Executions;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What the API says about an answer to a task (api.md section 2).
final class TaskAnswers {

    private TaskAnswers() {}

    /// The refusal of what is no token of the caller's. AWS looks at the token before the output (recorded).
    static ApiError invalidToken() {
        return ApiError.of("InvalidToken", "Invalid Token: 'Invalid token'");
    }

    /// What an answer to the task of a token came to. When there was none, a customer's key may be why.
    static JsonNode of(Executions executions, Caller caller, String token, Answer answer) {
        return switch (answer) {
            case ACCEPTED -> JsonNodeFactory.instance.objectNode();
            case TASK_TIMED_OUT -> throw ApiError.of("TaskTimedOut",
                    "Task Timed Out: 'Provided task does not exist anymore'");
            case INVALID_TOKEN -> throw invalidToken();
            case UNAVAILABLE -> {
                executions.attempt(caller.tenant(), token)
                        .ifPresent(attempt -> executions.reads().askForKey(caller.tenant(), attempt.executionNo()));
                throw ApiError.unavailable();
            }
        };
    }
}
