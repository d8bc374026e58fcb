// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.engine.ExecutionStatus;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.ExecutionTable.Filter;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.Qualifier;
import io.fermata.language.MachineType;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Cursors;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Lists the executions of a state machine, those started by one version or alias of it, or the children of a Map Run,
/// newest first.
public final class ListExecutions implements Action {

    private static final String PENDING_REDRIVE = "PENDING_REDRIVE";

    private final Resources resources;
    private final Cursors cursors;

    public ListExecutions(Resources resources, Cursors cursors) {
        this.resources = resources;
        this.cursors = cursors;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.optional("stateMachineArn");
        int size = params.pageSize();
        var token = params.optional("nextToken");
        var status = params.optional("statusFilter");
        var mapRun = params.optional("mapRunArn");
        var redriven = params.optional("redriveFilter");
        if (arn.isPresent() == mapRun.isPresent()) {
            throw ApiError.of("ValidationException",
                    "Exactly one of 'stateMachineArn' and 'mapRunArn' must be specified");
        }
        if (mapRun.isPresent()) {
            return children(caller, resources.mapRun(caller, mapRun.get()), size, token.orElse(null),
                    status.orElse(null), redriven.orElse(null));
        }
        if (redriven.isPresent()) {
            throw ApiError.of("ValidationException", "'redriveFilter' can be used with 'mapRunArn' only.");
        }
        var target = resources.target(caller, arn.orElseThrow());
        var machine = target.machine();
        if (machine.type() == MachineType.EXPRESS) {
            throw Resources.notOfThisType();
        }
        var machineArn = Resources.arn(caller, machine);
        var qualifier = new Qualifier(target.alias() == null ? target.version() : null, target.alias());
        if (status.filter(PENDING_REDRIVE::equals).isPresent()) {
            throw ApiError.of("ValidationException",
                    "The status PENDING_REDRIVE can be asked for with 'mapRunArn' only.");
        }
        var list = name() + ":" + machine.id() + ":" + qualifier + ":" + status.orElse("");
        var before = token.map(given -> Long.parseLong(cursors.open(caller.tenant(), list, given)));
        var rows = resources.executions().table().list(caller.tenant(),
                new Filter(machine.id(), status.map(ExecutionStatus::valueOf).orElse(null), before.orElse(null),
                        qualifier),
                size + 1);
        var answer = JsonNodeFactory.instance.objectNode();
        var out = answer.putArray("executions");
        rows.stream().limit(size).forEach(row -> {
            var item = out.addObject();
            item.put("executionArn",
                    Arn.execution(caller.region(), caller.account(), machine.name(), row.name()).toString());
            item.put("stateMachineArn", machineArn);
            Resources.qualify(item, machineArn, row.qualifier());
            item.put("name", row.name());
            item.put("status", row.status().name());
            item.put("startDate", Times.seconds(row.startedAt()));
            if (row.stoppedAt() != null) {
                item.put("stopDate", Times.seconds(row.stoppedAt()));
            }
            item.put("redriveCount", row.redriveCount());
            if (row.redrivenAt() != null) {
                item.put("redriveDate", Times.seconds(row.redrivenAt()));
            }
        });
        if (rows.size() > size) {
            answer.put("nextToken",
                    cursors.make(caller.tenant(), list, Long.toString(rows.get(size - 1).executionNo())));
        }
        return answer;
    }

    /// The Standard children of a Map Run, newest first. One that waits for its turn to run again is PENDING_REDRIVE.
    private JsonNode children(Caller caller, MapRunRow run, int size, @Nullable String token, @Nullable String status,
            @Nullable String redriven) {
        var maps = resources.executions().maps();
        var list = name() + ":run:" + run.mapRunNo() + ":" + status + ":" + redriven;
        var before = token == null ? null : Long.parseLong(cursors.open(caller.tenant(), list, token));
        var rows = resources.executions().table().list(caller.tenant(), filter(run, status, redriven, before),
                size + 1);
        var answer = JsonNodeFactory.instance.objectNode();
        var out = answer.putArray("executions");
        var shown = rows.stream().limit(size).toList();
        var items = shown.stream().map(ExecutionRow::parentEvent).filter(Objects::nonNull).toList();
        var counts = maps.itemCounts(run, items);
        var waiting = maps.pendingRedrive(run, items);
        var arn = maps.arn(run);
        for (var row : shown) {
            var names = resources.reads().names(row);
            var item = out.addObject();
            item.put("executionArn", names.executionArn());
            item.put("stateMachineArn", names.stateMachineArn());
            item.put("name", row.name());
            item.put("status", waiting.contains(row.parentEvent()) ? PENDING_REDRIVE : row.status().name());
            item.put("startDate", Times.seconds(row.startedAt()));
            if (row.stoppedAt() != null) {
                item.put("stopDate", Times.seconds(row.stoppedAt()));
            }
            item.put("mapRunArn", arn);
            item.put("itemCount", counts.getOrDefault(row.parentEvent(), 1));
            item.put("redriveCount", row.redriveCount());
            if (row.redrivenAt() != null) {
                item.put("redriveDate", Times.seconds(row.redrivenAt()));
            }
        }
        if (rows.size() > size) {
            answer.put("nextToken",
                    cursors.make(caller.tenant(), list, Long.toString(rows.get(size - 1).executionNo())));
        }
        return answer;
    }

    private static Filter filter(MapRunRow run, @Nullable String status, @Nullable String redriven,
            @Nullable Long before) {
        boolean pending = PENDING_REDRIVE.equals(status);
        return new Filter(-run.mapRunNo(), status == null || pending ? null : ExecutionStatus.valueOf(status), before,
                Qualifier.NONE, redriven == null ? null : redriven.equals("REDRIVEN"),
                status == null || run.redriveCount() == 0 && !pending ? null : pending);
    }
}
