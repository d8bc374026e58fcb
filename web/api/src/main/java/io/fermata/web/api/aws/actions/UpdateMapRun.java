// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Changes the bounds of a Map Run under way. What is not given stays.
public final class UpdateMapRun implements Action {

    private final Resources resources;

    public UpdateMapRun(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_START;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("mapRunArn");
        var concurrency = params.number("maxConcurrency");
        var percentage = params.decimal("toleratedFailurePercentage");
        var count = params.bigNumber("toleratedFailureCount");
        var run = resources.mapRun(caller, arn);
        if (!resources.executions().maps().update(run, concurrency.map(Integer::longValue).orElse(null),
                count.orElse(null), percentage.orElse(null))) {
            throw ApiError.of("ValidationException",
                    "Map Run '" + arn + "' has ended; only a running one can be updated.");
        }
        return JsonNodeFactory.instance.objectNode();
    }
}
