// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.MapRunRow;
import io.fermata.language.Json;
import io.fermata.node.ExecutionReads;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import java.util.List;
import java.util.Optional;
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
        var described = whole ? resources.described(caller, arn) : metadata(caller, arn);
        var row = described.row();
        var names = resources.reads().names(row);
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("executionArn", names.executionArn());
        answer.put("stateMachineArn", names.stateMachineArn());
        Resources.qualify(answer, names.stateMachineArn(), row.qualifier());
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
        if (!whole && outermost.input().isEmpty()) {
            left(answer, row.status());
        }
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

    /// What can be shown without data. Needs no key of the customer's.
    private ExecutionReads.Described metadata(Caller caller, String arn) {
        var row = resources.execution(caller, arn);
        var reads = resources.executions().reads();
        return reads.sealedByCustomer(row)
                ? new ExecutionReads.Described(row, new ExecutionReads.Outermost(Optional.empty(), Optional.empty()))
                : reads.describe(row);
    }

    private static void left(ObjectNode answer, ExecutionStatus status) {
        answer.putObject("inputDetails").put("included", false);
        if (status == ExecutionStatus.SUCCEEDED) {
            answer.putObject("outputDetails").put("included", false);
        }
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
