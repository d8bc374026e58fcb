// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.items.ObjectStorage;
import io.fermata.engine.items.ResultFiles;
import io.fermata.engine.items.ResultForm;
import io.fermata.journal.MapItemTable.Child;
import io.fermata.journal.MapRunRow;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.ResultWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a Map Run ends with: the array of its children's results, or files of them in object storage. Reads the children
/// page by page; doing it again after a crash writes the same files.
final class MapResults {

    private static final int PAGE = 100;
    private static final String WRITER_FAILED = "States.ResultWriterFailed";

    private final DrivenMapRuns all;
    private final MapRun run;
    private final MapRunRow row;
    private final @Nullable ResultWriter writer;
    private final ResultForm form;
    private final ExecutionFacts machine;
    private final boolean express;

    MapResults(DrivenMapRuns all, MapRun run, MapRunRow row) {
        this.all = all;
        this.run = run;
        this.row = row;
        var distribution = Objects.requireNonNull(run.state().distribution());
        this.writer = distribution.writer();
        this.form = ResultForm.of(writer);
        this.machine = all.facts(row);
        this.express = distribution.childType() == MachineType.EXPRESS;
    }

    /// The end of a run.
    ///
    /// @param told what its execution is told
    /// @param written how many results were written
    record Outcome(TaskOutcome told, long written) {}

    /// Puts the results together.
    ///
    /// @param failure why the run fails; null when it succeeds
    Outcome collect(@Nullable JsonNode failure) {
        try {
            return writer != null && writer.resource() != null ? exported(failure) : inResult(failure);
        } catch (ObjectStorage.Refused refused) {
            return failure == null
                    ? new Outcome(failed(WRITER_FAILED, refused.getMessage()), 0)
                    : new Outcome(failed(failure), 0);
        }
    }

    private Outcome inResult(@Nullable JsonNode failure) {
        long ended = failure == null && !row.stopWanted() ? row.children().total() : row.children().ended();
        if (failure != null || row.stopWanted()) {
            return new Outcome(failed(failure), ended);
        }
        var result = JsonNodeFactory.instance.arrayNode();
        long room = row.limits().payloadBytes() - 2L;
        for (long from = 0;;) {
            var page = all.store().items().children(row.tenant(), row.mapRunNo(), from, PAGE);
            if (page.isEmpty()) {
                return new Outcome(new TaskOutcome.Answered(result), ended);
            }
            for (var child : page) {
                for (var value : form.values(record(child))) {
                    result.add(value);
                    room -= Json.bytes(value).length + 1L;
                    if (room < -1) {
                        return new Outcome(failed("States.DataLimitExceeded", "The state/task '" + row.stateName()
                                + "' returned a result with a size exceeding the maximum number of bytes service limit."),
                                ended);
                    }
                }
            }
            from = page.getLast().item() + 1;
        }
    }

    private Outcome exported(@Nullable JsonNode failure) {
        var arguments = Objects.requireNonNull(run.plan().writer());
        var files = new ResultFiles(all.storage(), row.tenant().value(), arguments, row.uuid(), form);
        long written = 0;
        for (long from = 0;;) {
            var page = all.store().items().children(row.tenant(), row.mapRunNo(), from, PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (var child : page) {
                files.add(record(child));
                written += child.status() == null ? 0 : 1;
            }
            from = page.getLast().item() + 1;
        }
        var arn = MapRuns.arn(machine.stateMachineArn(), row);
        var details = files.finish(arn);
        var told = failure != null || row.stopWanted()
                ? failed(failure)
                : new TaskOutcome.Answered(details);
        return new Outcome(told, written);
    }

    private TaskOutcome failed(@Nullable JsonNode failure) {
        return failure == null
                ? failed(null, null)
                : failed(text(failure.get("error")), text(failure.get("cause")));
    }

    private TaskOutcome failed(@Nullable String error, @Nullable String cause) {
        return new TaskOutcome.Failed(error, cause);
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value == null || !value.isString() ? null : value.stringValue();
    }

    private ResultForm.ChildRecord record(Child child) {
        var result = child.result();
        var output = result == null ? null : result.get("output");
        var record = JsonNodeFactory.instance.objectNode();
        var status = child.status();
        if (result != null) {
            copy(result, "cause", record, "Cause");
            copy(result, "error", record, "Error");
        }
        if (child.executionNo() != 0) {
            name(child.executionNo(), record);
        }
        record.put("Input", Json.write(child.input()));
        record.putObject("InputDetails").put("Included", true);
        if (child.executionNo() != 0) {
            record.put("Name", MapChildNames.of(row.uuid(), child.executionNo()));
        }
        if (output != null) {
            record.put("Output", Json.write(output));
            record.putObject("OutputDetails").put("Included", true);
        }
        // an Express child that runs again is another execution under the same ARN
        record.put("RedriveCount", express ? 0 : child.redrives());
        if (status != null) {
            record.put("RedriveStatus", status == ExecutionStatus.SUCCEEDED ? "NOT_REDRIVABLE" : "REDRIVABLE");
            if (status == ExecutionStatus.SUCCEEDED) {
                record.put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
            }
        }
        if (child.startedAt() != null) {
            record.put("StartDate", child.startedAt().toString());
        }
        record.put("StateMachineArn", machine.stateMachineArn() + "/" + row.label());
        record.put("Status", status == null ? "PENDING" : status.name());
        if (child.stoppedAt() != null) {
            record.put("StopDate", child.stoppedAt().toString());
        }
        return new ResultForm.ChildRecord(status, output, record);
    }

    private void name(long executionNo, ObjectNode record) {
        var name = MapChildNames.of(row.uuid(), executionNo);
        var machineArn = machine.stateMachineArn() + "/" + row.label();
        record.put("ExecutionArn", express
                ? machineArn.replaceFirst(":stateMachine:", ":express:") + ":" + name + ":"
                        + MapChildNames.express(name)
                : machineArn.replaceFirst(":stateMachine:", ":execution:") + ":" + name);
    }

    private static void copy(JsonNode from, String member, ObjectNode to, String as) {
        var value = from.get(member);
        if (value != null) {
            to.set(as, value);
        }
    }
}
