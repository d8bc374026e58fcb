// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.engine.TriedCall;
import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
import io.fermata.node.Executions;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.Current;
import io.fermata.tenancy.Principal;
import io.fermata.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `aws-sdk:sfn:<operation>`: a task calls the API of this server, in its own tenant and through the same actions as every
/// client. Starts of executions are the node's own. Any thread.
public final class SfnTasks implements TaskIntegration {

    private static final String SERVICE = "aws-sdk:sfn";
    private static final Set<String> OF_THE_NODE = Set.of("startExecution", "startSyncExecution");
    private static final int ATTEMPTS = 3;
    private static final int OUR_SIDE = 500;

    private final Supplier<Operations> operations;

    /// @param operations asked when a call is made
    public SfnTasks(Supplier<Operations> operations) {
        this.operations = operations;
    }

    @Override
    public boolean handles(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration && integration.service().equals(SERVICE)
                && (integration.pattern() == Pattern.REQUEST_RESPONSE || integration.pattern() == Pattern.CALLBACK)
                && !OF_THE_NODE.contains(integration.action())
                && ServiceModel.AWS.operations().contains(operation(integration));
    }

    @Override
    public JsonNode prepare(TaskResource resource, JsonNode parameters) {
        var problems = SdkSpelling.problems(ServiceModel.AWS.request(operation(resource)), parameters);
        if (problems.isEmpty()) {
            return parameters;
        }
        throw new EvaluationException("States.Runtime", "The Parameters '" + Json.write(parameters)
                + "' could not be used to start the Task: [" + String.join(", ", problems) + "]");
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        return perform(request, new Principal.ExecutionPrincipal(new TenantId(request.tenant()),
                Executions.startedBy(request)));
    }

    /// A state is tried with the permissions of who tries it, whose definition it may be.
    @Override
    public TriedCall tryOut(TaskRequest request, boolean reveal) {
        var tester = Current.principal().filter(one -> one.tenant().value() == request.tenant())
                .orElseThrow(() -> new IllegalStateException("nobody of the tenant tries the state"));
        return TriedCall.of(perform(request, tester));
    }

    private TaskOutcome perform(TaskRequest request, Principal principal) {
        var name = operation(request.resource());
        var operation = operations.get().find(name).orElseThrow();
        var own = Arn.parse(request.executionArn()).orElseThrow();
        var caller = new Caller(principal, own.account(), own.region());
        JsonNode body;
        try {
            body = recognizable(name, SdkSpelling.request(operation.request(), request.parameters()),
                    request.idempotencyKey());
        } catch (IllegalArgumentException unfit) {
            return new Failed("States.Runtime", unfit.getMessage());
        }
        for (int attempt = 1;; attempt++) {
            try {
                caller.needs(operation.action().permission(), name);
                return new Answered(SdkSpelling.answer(Current.as(principal, () -> operation.perform(caller, body))));
            } catch (ApiError refused) {
                if (refused.status() < OUR_SIDE || attempt == ATTEMPTS) {
                    return failed(refused, request.idempotencyKey(), attempt);
                }
            }
        }
    }

    /// A redrive that is asked for again after a crash is the same redrive.
    private static ObjectNode recognizable(String operation, ObjectNode body, String idempotencyKey) {
        if (operation.equals("RedriveExecution") && !body.hasNonNull("clientToken")) {
            body.put("clientToken", uuid(idempotencyKey));
        }
        return body;
    }

    /// As the SDK words it that AWS uses (recorded).
    private static Failed failed(ApiError refused, String idempotencyKey, int attempts) {
        var code = refused.code();
        var exception = !ServiceModel.AWS.hasError(code)
                ? "SfnException"
                : code.endsWith("Exception") ? code : code + "Exception";
        return new Failed("Sfn." + exception, refused.getMessage() + " (Service: Sfn, Status Code: " + refused.status()
                + ", Request ID: " + uuid(idempotencyKey) + ") (SDK Attempt Count: " + attempts + ")");
    }

    private static String uuid(String idempotencyKey) {
        return UUID.nameUUIDFromBytes(idempotencyKey.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /// The operation's name in the API.
    private static String operation(TaskResource resource) {
        return SdkSpelling.capital(((TaskResource.Integration) resource).action());
    }
}
