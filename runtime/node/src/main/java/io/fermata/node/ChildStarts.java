// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.TaskResource.Pattern;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `states:startExecution`: one execution starts another. A child that the definition does not name is named after the
/// attempt that starts it, so that asking again after a crash finds the same child.
final class ChildStarts {

    private static final long PAUSE_NANOS = 200_000_000;

    private final Executions executions;
    private final Machines machines;

    ChildStarts(Executions executions, Machines machines) {
        this.executions = executions;
        this.machines = machines;
    }

    /// @param startedBy what the child says of who started it
    TaskOutcome start(ExecutionFacts parent, Effect.StartChild effect, String startedBy) {
        var parameters = effect.parameters();
        var arn = parameters.path("StateMachineArn");
        if (!arn.isString()) {
            return new TaskOutcome.Failed("States.Runtime", "The Parameters '" + parameters
                    + "' could not be used to start the Task: [The field \"StateMachineArn\" is required but was missing]");
        }
        var tenant = new TenantId(parent.tenant());
        var target = machines.find(tenant, arn.stringValue());
        if (target.isEmpty()) {
            return new TaskOutcome.Failed("StepFunctions.StateMachineDoesNotExistException",
                    "State Machine Does Not Exist: '" + arn.stringValue()
                            + "' (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; Request ID: "
                            + requestId(parent, effect) + "; Proxy: null)");
        }
        boolean waits = effect.pattern() == Pattern.SYNC || effect.pattern() == Pattern.SYNC_2;
        var request = new StartRequest(tenant, target.get().stateMachineId(), target.get().revisionId(),
                name(parent, effect), input(parameters), startedBy, target.get().qualifier());
        if (waits && executions.type(request) == MachineType.EXPRESS) {
            return new TaskOutcome.Failed("StepFunctions.StateMachineTypeNotSupportedException",
                    "This operation is not supported by this type of state machine (Service: AWSStepFunctions; Status Code: 400; "
                            + "Error Code: StateMachineTypeNotSupported; Request ID: " + requestId(parent, effect)
                            + "; Proxy: null)");
        }
        while (!Thread.currentThread().isInterrupted()) {
            StartAnswer answer;
            try {
                answer = executions.start(request, waits ? parent.executionNo() : null,
                        waits ? effect.scheduled() : null);
            } catch (KmsRefusedException refusal) {
                return new TaskOutcome.Failed("StepFunctions." + KmsErrors.code(refusal), refusal.getMessage()
                        + " (Service: AWSStepFunctions; Status Code: 400; Error Code: " + KmsErrors.code(refusal)
                        + "; Request ID: " + requestId(parent, effect) + "; Proxy: null)");
            }
            switch (answer) {
                case StartAnswer.Started started -> {
                    return answered(parent, effect, started.executionArn(), started.startedAt());
                }
                case StartAnswer.NameTaken taken -> {
                    boolean ours = parameters.path("Name").isMissingNode() || taken.sameInputAndRunning();
                    return ours
                            ? answered(parent, effect, executionArn(arn.stringValue(), taken.existing().name()),
                                    taken.existing().startedAt())
                            : alreadyExists(parent, effect, arn.stringValue(), taken.existing().name());
                }
                case StartAnswer.Unavailable _,StartAnswer.Throttled _ -> LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return new TaskOutcome.Failed("States.TaskFailed", "The start was interrupted.");
    }

    private static String name(ExecutionFacts parent, Effect.StartChild effect) {
        var given = effect.parameters().path("Name");
        return given.isString() ? given.stringValue() : requestId(parent, effect);
    }

    /// A name made from the attempt alone.
    private static String requestId(ExecutionFacts parent, Effect.StartChild effect) {
        var attempt = Dispatch.idempotencyKey(parent, effect.scheduled());
        return UUID.nameUUIDFromBytes(attempt.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /// The input that parameters give: JSON, or its text; an empty object without one.
    static JsonNode input(JsonNode parameters) {
        var input = parameters.get("Input");
        if (input == null || input.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (input.isString()) {
            try {
                return Json.parse(input.stringValue());
            } catch (IllegalArgumentException text) {
                return input;
            }
        }
        return input;
    }

    private static TaskOutcome answered(ExecutionFacts parent, Effect.StartChild effect, String executionArn,
            Instant startedAt) {
        var output = JsonNodeFactory.instance.objectNode();
        output.put("ExecutionArn", executionArn);
        var http = output.putObject("SdkHttpMetadata");
        http.putObject("AllHttpHeaders").putArray("x-amzn-RequestId").add(requestId(parent, effect));
        http.putObject("HttpHeaders").put("x-amzn-RequestId", requestId(parent, effect));
        http.put("HttpStatusCode", 200);
        output.putObject("SdkResponseMetadata").put("RequestId", requestId(parent, effect));
        output.put("StartDate", startedAt.toEpochMilli());
        return new TaskOutcome.Answered(output);
    }

    private static TaskOutcome alreadyExists(ExecutionFacts parent, Effect.StartChild effect, String machineArn,
            String name) {
        return new TaskOutcome.Failed("StepFunctions.ExecutionAlreadyExistsException",
                "Execution Already Exists: '" + executionArn(machineArn, name)
                        + "' (Service: AWSStepFunctions; Status Code: 400; Error Code: ExecutionAlreadyExists; Request ID: "
                        + requestId(parent, effect) + "; Proxy: null)");
    }

    /// An execution is named after its machine, whatever version or alias started it.
    private static String executionArn(String machineArn, String name) {
        return Arn.parse(machineArn).map(arn -> Arn.execution(arn.region(), arn.account(),
                arn.resourceName().split(":", 2)[0], name).toString()).orElseThrow();
    }

}
