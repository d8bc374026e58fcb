// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Cursors;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Lists the Map Runs of an execution. Inline Maps have none, and other Maps cannot be stored yet (ADR 15).
public final class ListMapRuns implements Action {

    private final Resources resources;
    private final Cursors cursors;

    public ListMapRuns(Resources resources, Cursors cursors) {
        this.resources = resources;
        this.cursors = cursors;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.required("executionArn", 1, 256);
        params.pageSize();
        var token = params.optional("nextToken", 1, 1024);
        params.check();
        var row = resources.execution(caller, arn);
        token.ifPresent(given -> cursors.open(caller.tenant(), name() + ":" + row.executionNo(), given));
        var answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("mapRuns");
        return answer;
    }
}
