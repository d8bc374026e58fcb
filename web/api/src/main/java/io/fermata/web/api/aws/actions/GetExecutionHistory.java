// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Cursors;
import io.fermata.web.api.aws.HistoryJson;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Shows the events of an execution, oldest or newest first.
public final class GetExecutionHistory implements Action {

    private final Resources resources;
    private final Cursors cursors;

    public GetExecutionHistory(Resources resources, Cursors cursors) {
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
        boolean reverse = params.flag("reverseOrder");
        var row = resources.execution(caller, arn);
        var list = name() + ":" + row.executionNo() + ":" + reverse;
        var position = token.map(given -> Long.parseLong(cursors.open(caller.tenant(), list, given)));
        long last = resources.executions().lastEvent(caller.tenant(), row.executionNo());
        long from;
        long to;
        if (reverse) {
            to = position.orElse(last);
            from = Math.max(1, to - size + 1);
        } else {
            from = position.orElse(1L);
            to = Math.min(last, from + size - 1);
        }
        var events = resources.executions().events(caller.tenant(), row.executionNo(), from, to);
        var shown = new HistoryJson(caller.region(),
                params.flag("includeExecutionData", true));
        var answer = JsonNodeFactory.instance.objectNode();
        var out = answer.putArray("events");
        (reverse ? events.reversed() : events).forEach(event -> out.add(shown.event(event)));
        boolean more = reverse ? from > 1 : to < last;
        if (more) {
            answer.put("nextToken", cursors.make(caller.tenant(), list, Long.toString(reverse ? from - 1 : to + 1)));
        }
        return answer;
    }
}
