// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.journal.MapRunRow;
import io.fermata.node.MapRuns.Split;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows a Map Run: its bounds, and how its children are doing now.
public final class DescribeMapRun implements Action {

    private final Resources resources;

    public DescribeMapRun(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("mapRunArn");
        var run = resources.mapRun(caller, arn);
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("mapRunArn", arn);
        resources.reads().find(caller.tenant(), run.executionNo())
                .ifPresent(row -> answer.put("executionArn", resources.reads().names(row).executionArn()));
        answer.put("status", run.status().name());
        answer.put("startDate", Times.seconds(run.startedAt()));
        if (run.stoppedAt() != null) {
            answer.put("stopDate", Times.seconds(run.stoppedAt()));
        }
        answer.put("maxConcurrency", run.bounds().maxConcurrency());
        answer.put("toleratedFailurePercentage", run.bounds().toleratedPercentage());
        answer.put("toleratedFailureCount", run.bounds().toleratedCount());
        var tally = resources.executions().maps().tally(run);
        counts(answer.putObject("itemCounts"), run, tally.items());
        counts(answer.putObject("executionCounts"), run, tally.children());
        answer.put("redriveCount", run.redriveCount());
        if (run.redrivenAt() != null) {
            answer.put("redriveDate", Times.seconds(run.redrivenAt()));
        }
        return answer;
    }

    private static void counts(ObjectNode to, MapRunRow run, Split split) {
        to.put("pending", split.pending());
        to.put("running", split.running());
        to.put("succeeded", split.succeeded());
        to.put("failed", split.failed());
        to.put("timedOut", split.timedOut());
        to.put("aborted", split.aborted());
        to.put("total", split.total());
        // of batches all results are written or none, as of single items
        boolean all = run.resultsWritten() == run.children().total();
        to.put("resultsWritten", all ? split.total() : Math.min(run.resultsWritten(), split.total()));
        if (run.redriveCount() > 0) {
            to.put("failuresNotRedrivable", 0); // a child that cannot go on begins anew
            to.put("pendingRedrive", split.pendingRedrive());
        }
    }
}
