// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Ends a running execution, with an error and a cause if given.
public final class StopExecution implements Action {

    private final Resources resources;

    public StopExecution(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_STOP;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("executionArn");
        var error = params.optional("error");
        var cause = params.optional("cause");
        var row = resources.execution(caller, arn);
        var stopped = resources.executions().stop(row, error.orElse(null), cause.orElse(null)).orElseThrow(() -> {
            resources.executions().reads().askForKey(row.tenant(), row.executionNo());
            return ApiError.unavailable();
        });
        return JsonNodeFactory.instance.objectNode().put("stopDate", Times.seconds(stopped));
    }
}
