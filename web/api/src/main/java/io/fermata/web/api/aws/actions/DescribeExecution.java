// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.MapRunRow;
import io.fermata.language.Json;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows an execution: its row, its first step and its last.
public final class DescribeExecution implements Action {

    private final Resources resources;

    public DescribeExecution(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("executionArn");
        boolean whole = params.optional("includedData")
                .filter("METADATA_ONLY"::equals).isEmpty();
        var described = resources.described(caller, arn);
        var row = described.row();
        var facts = resources.reads().facts(row);
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("executionArn", facts.executionArn());
        answer.put("stateMachineArn", facts.stateMachineArn());
        Resources.qualify(answer, facts.stateMachineArn(), row.qualifier());
        answer.put("name", row.name());
        var run = resources.executions().maps().ofChild(row);
        answer.put("status", run.isPresent() && waits(run.get(), row) ? "PENDING_REDRIVE" : row.status().name());
        answer.put("startDate", Times.seconds(row.startedAt()));
        if (row.stoppedAt() != null) {
            answer.put("stopDate", Times.seconds(row.stoppedAt()));
        }
        var outermost = described.outermost();
        outermost.input().ifPresent(input -> payload(answer, "input", input, whole));
        outermost.end().ifPresent(end -> end(answer, end, whole));
        run.ifPresent(its -> answer.put("mapRunArn", resources.executions().maps().arn(its)));
        answer.put("redriveCount", row.redriveCount());
        if (row.redrivenAt() != null) {
            answer.put("redriveDate", Times.seconds(row.redrivenAt()));
        }
        if (run.isPresent() && row.status().closed() && row.status() != ExecutionStatus.SUCCEEDED) {
            answer.put("redriveStatus", "REDRIVABLE_BY_MAP_RUN");
            return answer;
        }
        resources.executions().redrives().reasonAgainst(row).ifPresentOrElse(
                reason -> answer.put("redriveStatus", "NOT_REDRIVABLE").put("redriveStatusReason", reason),
                () -> answer.put("redriveStatus", "REDRIVABLE"));
        return answer;
    }

    private boolean waits(MapRunRow run, ExecutionRow row) {
        var item = row.parentEvent();
        return item != null && !resources.executions().maps().pendingRedrive(run, List.of(item)).isEmpty();
    }

    private static void end(ObjectNode answer, HistoryEvent end, boolean whole) {
        switch (end) {
            case HistoryEvent.ExecutionSucceeded(var output) -> payload(answer, "output", output, whole);
            case HistoryEvent.ExecutionFailed(var error, var cause) -> {
                putIfThere(answer, "error", error);
                putIfThere(answer, "cause", cause);
            }
            case HistoryEvent.ExecutionAborted(var error, var cause) -> {
                putIfThere(answer, "error", error);
                putIfThere(answer, "cause", cause);
            }
            case HistoryEvent _ -> {
                // a time-out shows neither error nor cause
            }
        }
    }

    private static void payload(ObjectNode answer, String member, JsonNode value, boolean whole) {
        if (whole) {
            answer.put(member, Json.write(value));
        }
        answer.putObject(member + "Details").put("included", whole);
    }

    private static void putIfThere(ObjectNode answer, String member, @Nullable String value) {
        if (value != null) {
            answer.put(member, value);
        }
    }
}
