// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.engine.LiveSize;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Cursors;
import io.fermata.web.api.aws.HistoryJson;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Shows the events of an execution, oldest or newest first. A page ends early once its events take 8 MiB.
public final class GetExecutionHistory implements Action {

    private static final long MOST_BYTES = 8 << 20;

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
        long last = resources.reads().lastEvent(caller.tenant(), row.executionNo());
        long from;
        long to;
        if (reverse) {
            to = position.orElse(last);
            from = Math.max(1, to - size + 1);
        } else {
            from = position.orElse(1L);
            to = Math.min(last, from + size - 1);
        }
        var shown = new HistoryJson(caller.region(),
                params.flag("includeExecutionData", true));
        var answer = JsonNodeFactory.instance.objectNode();
        var out = answer.putArray("events");
        long[] page = {0, reverse ? from - 1 : to + 1}; // its bytes, and the event that comes next
        resources.reads().walk(caller.tenant(), row.executionNo(), from, to, reverse, event -> {
            var json = shown.event(event);
            out.add(json);
            page[0] += LiveSize.of(json);
            if (page[0] >= MOST_BYTES) {
                page[1] = event.id() + (reverse ? -1 : 1);
            }
            return page[0] < MOST_BYTES;
        });
        if (page[1] >= 1 && page[1] <= last) {
            answer.put("nextToken", cursors.make(caller.tenant(), list, Long.toString(page[1])));
        }
        return answer;
    }
}
