// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `aws-sdk:sfn:startSyncExecution` and `aws-sdk:sfn:startExecution`: one execution starts another of this server, and the
/// first waits for its end (integrations.md section 5). Any thread.
final class SfnCalls implements TaskIntegration {

    private static final String SERVICE = "aws-sdk:sfn";
    private static final Set<String> ACTIONS = Set.of("startSyncExecution", "startExecution");

    private final Machines machines;
    private @Nullable Executions executions;

    SfnCalls(Machines machines) {
        this.machines = machines;
    }

    /// Says what starts executions; before the first call.
    void startBy(Executions chosen) {
        this.executions = chosen;
    }

    /// Whether a call of a resource waits for another execution of this server. Such calls are not counted with those of
    /// a tenant that may be under way at a time, because each may need one of them to end.
    static boolean waitsForAnother(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration && integration.service().equals(SERVICE);
    }

    @Override
    public boolean handles(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration && integration.service().equals(SERVICE)
                && ACTIONS.contains(integration.action())
                && (integration.pattern() == Pattern.REQUEST_RESPONSE || integration.pattern() == Pattern.CALLBACK);
    }

    @Override
    public JsonNode prepare(TaskResource resource, JsonNode parameters) {
        if (!parameters.path("StateMachineArn").isString()) {
            throw new EvaluationException("States.Runtime", "The Parameters '" + Json.write(parameters)
                    + "' could not be used to start the Task: [The field \"StateMachineArn\" is required but was missing]");
        }
        return parameters;
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        var tenant = new TenantId(request.tenant());
        var arn = request.parameters().path("StateMachineArn").stringValue();
        var target = machines.find(tenant, arn);
        if (target.isEmpty()) {
            return refused("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
        }
        boolean waits = ((TaskResource.Integration) request.resource()).action().equals("startSyncExecution");
        var given = request.parameters().path("Name");
        // a start is asked for again after a crash, and finds the execution by the attempt's name
        var name = given.isString() ? given.stringValue() : waits ? null : nameOf(request);
        var start = new StartRequest(tenant, target.get().stateMachineId(), target.get().revisionId(), name,
                ChildStarts.input(request.parameters()), Executions.startedBy(request), target.get().qualifier());
        try {
            return waits ? runs(start, arn) : starts(start, !given.isString());
        } catch (KmsRefusedException refusal) {
            return new Failed("Sfn." + KmsErrors.code(refusal), refusal.getMessage()
                    + " (Service: Sfn, Status Code: 400, Request ID: " + UUID.randomUUID()
                    + ") (SDK Attempt Count: 1)");
        }
    }

    private static String nameOf(TaskRequest request) {
        return UUID.nameUUIDFromBytes(request.idempotencyKey().getBytes(StandardCharsets.UTF_8)).toString();
    }

    /// @param named whether the name is the attempt's own, so that what has it is what was started
    private TaskOutcome starts(StartRequest request, boolean named) {
        return switch (Objects.requireNonNull(executions).start(request)) {
            case StartAnswer.Started started -> new Answered(JsonNodeFactory.instance.objectNode()
                    .put("ExecutionArn", started.executionArn()).put("StartDate", started.startedAt().toString()));
            case StartAnswer.NameTaken taken when named || taken.sameInputAndRunning() ->
                new Answered(JsonNodeFactory.instance.objectNode()
                        .put("ExecutionArn",
                                Objects.requireNonNull(executions).reads().names(taken.existing()).executionArn())
                        .put("StartDate", taken.existing().startedAt().toString()));
            case StartAnswer.NameTaken taken -> refused("ExecutionAlreadyExists", "Execution Already Exists: '"
                    + Objects.requireNonNull(executions).reads().names(taken.existing()).executionArn() + "'");
            case StartAnswer.Throttled _ -> refused("Throttling", "Rate exceeded");
            case StartAnswer.Unavailable _ -> new Failed("Sfn.SdkClientException", "No node took the start in time.");
        };
    }

    private TaskOutcome runs(StartRequest request, String machineArn) {
        return switch (Objects.requireNonNull(executions).startSync(request)) {
            case SyncAnswer.Ended ended -> new Answered(described(ended, request.input(), machineArn));
            case SyncAnswer.NotExpress _ -> refused("StateMachineTypeNotSupported",
                    "This operation is not supported by this type of state machine");
            case SyncAnswer.Throttled _ -> refused("Throttling", "Rate exceeded");
            case SyncAnswer.Unavailable _ ->
                new Failed("Sfn.SdkClientException", "The node stopped before the execution had ended.");
        };
    }

    private static ObjectNode described(SyncAnswer.Ended ended, JsonNode input, String machineArn) {
        var end = ended.end();
        var out = JsonNodeFactory.instance.objectNode();
        out.putObject("BillingDetails").put("BilledDurationInMilliseconds", end.billedMillis())
                .put("BilledMemoryUsedInMB", end.billedMegabytes());
        if (end.cause() != null) {
            out.put("Cause", end.cause());
        }
        var error = end.status() == ExecutionStatus.TIMED_OUT ? "States.Timeout" : end.error();
        if (error != null) {
            out.put("Error", error);
        }
        out.put("ExecutionArn", ended.executionArn());
        out.put("Input", Json.write(input));
        out.putObject("InputDetails").put("Included", true);
        out.put("Name", ended.name());
        if (end.output() != null) {
            out.put("Output", Json.write(end.output()));
        }
        out.putObject("OutputDetails").put("Included", true);
        out.put("StartDate", end.startedAt().toString());
        out.put("StateMachineArn", machineArn);
        out.put("Status", (end.status() == ExecutionStatus.ABORTED ? ExecutionStatus.FAILED : end.status()).name());
        out.put("StopDate", end.stoppedAt().toString());
        return out;
    }

    /// As the SDK words it that AWS uses.
    private static TaskOutcome refused(String code, String sentence) {
        return new Failed("Sfn." + code + "Exception", sentence + " (Service: Sfn, Status Code: 400, Request ID: "
                + UUID.randomUUID() + ") (SDK Attempt Count: 1)");
    }
}
