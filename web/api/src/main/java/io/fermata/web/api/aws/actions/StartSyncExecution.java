// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Names;
import io.fermata.engine.ExecutionStatus;
import io.fermata.journal.Qualifier;
import io.fermata.language.Json;
import io.fermata.node.ExpressEnd;
import io.fermata.node.StartRequest;
import io.fermata.node.SyncAnswer;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Runs an execution of an Express state machine to its end, and answers how it ended. Nothing of it is stored.
public final class StartSyncExecution implements Action {

    private final Resources resources;

    public StartSyncExecution(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_START;
    }

    @Override
    public int payloadBytes(Caller caller) {
        return resources.executions().limits(caller.tenant()).payloadBytes();
    }

    @Override
    public void precheck(Caller caller, Params params) {
        Resources.wellFormed(caller, params.optional("stateMachineArn"));
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var text = params.text("stateMachineArn");
        var name = params.optional("name");
        var input = params.optional("input").orElse("{}");
        var trace = params.optional("traceHeader");
        boolean whole = params.optional("includedData")
                .filter("METADATA_ONLY"::equals).isEmpty();
        Resources.unlabelled(caller, text);
        var target = resources.target(caller, text);
        var machine = target.machine();
        Resources.active(machine, text);
        name.filter(given -> !Names.isValid(given)).ifPresent(wrong -> {
            throw ApiError.of("InvalidName", "Invalid Name: '" + wrong + "'");
        });
        var request = new StartRequest(caller.tenant(), machine.id(), target.revision().id(), name.orElse(null),
                Payloads.input(input), caller.principal().name(),
                new Qualifier(target.version(), target.alias()));
        return switch (resources.executions().startSync(request)) {
            case SyncAnswer.Ended(var arn, var executionName, var end) -> {
                var answer = JsonNodeFactory.instance.objectNode();
                answer.put("executionArn", arn);
                answer.put("stateMachineArn", Resources.arn(caller, machine));
                answer.put("name", executionName);
                answer.put("startDate", Times.seconds(end.startedAt()));
                answer.put("stopDate", Times.seconds(end.stoppedAt()));
                trace.ifPresent(header -> answer.put("traceHeader", header));
                if (whole) {
                    answer.put("input", input);
                }
                answer.putObject("inputDetails").put("included", whole);
                show(answer, end, whole);
                yield answer;
            }
            case SyncAnswer.NotExpress() -> throw Resources.notOfThisType();
            case SyncAnswer.Throttled() -> throw ApiError.of("ThrottlingException", "Rate exceeded");
            case SyncAnswer.Unavailable() -> throw ApiError.unavailable();
        };
    }

    private static void show(ObjectNode answer, ExpressEnd end, boolean whole) {
        // one that this server ended by itself has failed for its caller
        answer.put("status", (end.status() == ExecutionStatus.ABORTED ? ExecutionStatus.FAILED : end.status()).name());
        var error = end.status() == ExecutionStatus.TIMED_OUT ? "States.Timeout" : end.error();
        if (error != null) {
            answer.put("error", error);
        }
        if (end.cause() != null) {
            answer.put("cause", end.cause());
        }
        var output = end.output();
        if (output != null && whole) {
            answer.put("output", Json.write(output));
        }
        answer.putObject("outputDetails").put("included", whole);
        answer.putObject("billingDetails").put("billedDurationInMilliseconds", end.billedMillis())
                .put("billedMemoryUsedInMB", end.billedMegabytes());
    }
}
