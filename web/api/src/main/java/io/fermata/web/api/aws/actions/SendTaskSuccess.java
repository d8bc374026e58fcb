// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import io.fermata.node.Executions;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;

/// Ends a task well, with its output.
public final class SendTaskSuccess implements Action {

    private final Executions executions;
    private final TokenGate gate;

    public SendTaskSuccess(Executions executions, TokenGate gate) {
        this.executions = executions;
        this.gate = gate;
    }

    @Override
    public Permission permission() {
        return Permission.TASK_ANSWER;
    }

    /// The execution itself holds the output to the limits with which it started.
    @Override
    public int payloadBytes(Caller caller) {
        return executions.limits(caller.tenant()).payloadBytes();
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var token = params.text("taskToken");
        gate.check(caller, token);
        if (executions.attempt(caller.tenant(), token).isEmpty()) {
            throw TaskAnswers.invalidToken();
        }
        JsonNode value;
        try {
            value = Json.parse(params.text("output"));
        } catch (IllegalArgumentException notJson) {
            throw ApiError.of("InvalidOutput", "Invalid Output: '" + notJson.getMessage() + "'");
        }
        return TaskAnswers.of(executions, caller, token,
                executions.complete(caller.tenant().value(), token, new TaskOutcome.Answered(value)));
    }
}
