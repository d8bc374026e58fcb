// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.node.Executions;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;

/// Says that the work on a task goes on.
public final class SendTaskHeartbeat implements Action {

    private final Executions executions;
    private final TokenGate gate;

    public SendTaskHeartbeat(Executions executions, TokenGate gate) {
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
        gate.check(caller, token);
        return TaskAnswers.of(executions, caller, token, executions.heartbeat(caller.tenant(), token));
    }
}
