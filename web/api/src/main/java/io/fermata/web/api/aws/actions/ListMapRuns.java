// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Cursors;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Lists the Map Runs of an execution, oldest first. Inline Maps have none.
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
        var arn = params.text("executionArn");
        int size = params.pageSize();
        var token = params.optional("nextToken");
        var row = resources.execution(caller, arn);
        var list = name() + ":" + row.executionNo();
        long after = token.map(given -> Long.parseLong(cursors.open(caller.tenant(), list, given))).orElse(0L);
        var maps = resources.executions().maps();
        var runs = maps.list(row, after, size + 1);
        var answer = JsonNodeFactory.instance.objectNode();
        var out = answer.putArray("mapRuns");
        runs.stream().limit(size).forEach(run -> {
            var item = out.addObject();
            item.put("executionArn", arn);
            item.put("mapRunArn", maps.arn(run));
            item.put("stateMachineArn", maps.machineArn(run));
            item.put("startDate", Times.seconds(run.startedAt()));
            if (run.stoppedAt() != null) {
                item.put("stopDate", Times.seconds(run.stoppedAt()));
            }
        });
        if (runs.size() > size) {
            answer.put("nextToken", cursors.make(caller.tenant(), list,
                    Long.toString(runs.get(size - 1).startedEvent())));
        }
        return answer;
    }
}
