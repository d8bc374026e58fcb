// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.node.Redrives.RedriveAnswer;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Makes an execution go on that ended badly.
public final class RedriveExecution implements Action {

    private final Resources resources;

    public RedriveExecution(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_START;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("executionArn");
        var token = params.optional("clientToken");
        var row = resources.execution(caller, arn);
        return switch (resources.executions().redrives().redrive(row, token.orElse(null))) {
            case RedriveAnswer.Redriven(var at) ->
                JsonNodeFactory.instance.objectNode().put("redriveDate", Times.seconds(at));
            case RedriveAnswer.Refused(var reason) -> throw ApiError.of("ExecutionNotRedrivable", reason);
            case RedriveAnswer.Unavailable() -> {
                resources.executions().reads().askForKey(row.tenant(), row.executionNo());
                throw ApiError.unavailable();
            }
        };
    }
}
