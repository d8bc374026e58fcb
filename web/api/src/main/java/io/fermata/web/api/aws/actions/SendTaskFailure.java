// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.engine.TaskOutcome;
import io.fermata.node.Executions;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;

/// Ends a task with an error.
public final class SendTaskFailure implements Action {

    private final Executions executions;
    private final TokenGate gate;

    public SendTaskFailure(Executions executions, TokenGate gate) {
        this.executions = executions;
        this.gate = gate;
    }

    @Override
    public Permission permission() {
        return Permission.TASK_ANSWER;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var token = params.text("taskToken");
        var error = params.optional("error");
        var cause = params.optional("cause");
        gate.check(caller, token);
        return TaskAnswers.of(executions, caller, token, executions.complete(caller.tenant().value(), token,
                new TaskOutcome.Failed(error.orElse(null), cause.orElse(null))));
    }
}
