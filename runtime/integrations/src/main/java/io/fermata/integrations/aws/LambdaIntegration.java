// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.integrations.function.FunctionCalls;
import io.fermata.integrations.function.FunctionName;
import io.fermata.integrations.parameters.Parameters;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Lambda functions: `lambda:invoke`, also with a callback, and functions called by their bare ARN (integrations.md section
/// 4). A function's own failure fails the task under the name of its error. Any thread.
public final class LambdaIntegration implements TaskIntegration {

    private static final int LONGEST_NAME = 170;

    private final AwsCalls calls;
    private final FunctionCalls functions;

    public LambdaIntegration(AwsCalls calls, FunctionCalls functions) {
        this.calls = calls;
        this.functions = functions;
    }

    @Override
    public boolean handles(TaskResource resource) {
        return switch (resource) {
            case TaskResource.Function _ -> true;
            case TaskResource.Activity _ -> false;
            case TaskResource.Integration(_, var service, var action, var pattern) -> service.equals("lambda")
                    && action.equals("invoke") && (pattern == TaskResource.Pattern.REQUEST_RESPONSE
                            || pattern == TaskResource.Pattern.CALLBACK);
        };
    }

    @Override
    public JsonNode prepare(TaskResource resource, JsonNode parameters) {
        return resource instanceof TaskResource.Integration
                ? RequestCheck.of("Lambda", "invoke", List.of("FunctionName")).pass(parameters)
                : parameters;
    }

    @Override
    public Optional<String> unlike(TaskResource resource, JsonNode result, boolean complete) {
        return resource instanceof TaskResource.Integration
                ? AnswerCheck.problem(SdkOperation.find("Lambda", "invoke").orElseThrow(), result, complete, "Payload")
                : Optional.empty();
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        if (request.resource() instanceof TaskResource.Function(var arn)) {
            var parameters = JsonNodeFactory.instance.objectNode().put("FunctionName", arn).put("Payload",
                    Json.write(request.parameters()));
            return invoke(request, parameters, true);
        }
        var fields = Parameters.of(request.parameters());
        var parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("FunctionName", fields.text("FunctionName", 1, LONGEST_NAME));
        fields.optionalText("Qualifier", 1, 128).ifPresent(text -> parameters.put("Qualifier", text));
        fields.optionalText("ClientContext", 0, 3_583).ifPresent(text -> parameters.put("ClientContext", text));
        if (fields.any("InvocationType").isPresent()) {
            parameters.put("InvocationType",
                    fields.word("InvocationType", List.of("RequestResponse", "Event", "DryRun")));
        }
        if (fields.any("LogType").isPresent()) {
            parameters.put("LogType", fields.word("LogType", List.of("None", "Tail")));
        }
        var payload = fields.any("Payload").orElse(JsonNodeFactory.instance.objectNode());
        parameters.put("Payload", payload.isString() ? payload.stringValue() : Json.write(payload));
        return fields.problem().<TaskOutcome>map(problem -> problem)
                .orElseGet(() -> invoke(request, parameters, false));
    }

    /// What the tenant has given the name decides; a name that it does not know goes to Lambda.
    private TaskOutcome invoke(TaskRequest request, ObjectNode parameters, boolean bare) {
        var name = FunctionName.read(parameters.path("FunctionName").stringValue());
        var resolved = name.flatMap(one -> functions.resolve(new TenantId(request.tenant()), one));
        return switch (resolved.orElse(null)) {
            case null -> invokeInAws(calls.identity(request), request, parameters, bare);
            case FunctionCalls.InAws(var target) -> {
                parameters.put("FunctionName", target.function());
                name.orElseThrow().qualifier().filter(_ -> !parameters.has("Qualifier"))
                        .ifPresent(qualifier -> parameters.put("Qualifier", qualifier));
                yield invokeInAws(calls.identity(request, target.connection()), request, parameters, bare);
            }
            case FunctionCalls.Here here ->
                LocalInvocation.invoke(here, name.orElseThrow(), request, parameters, bare);
        };
    }

    private TaskOutcome invokeInAws(AwsAccess.Identity identity, TaskRequest request, ObjectNode parameters,
            boolean bare) {
        return switch (calls.call(identity, request, "Lambda", "invoke", parameters)) {
            case AwsCalls.Result.NoAnswer(var sentence) -> new Failed("Lambda.SdkClientException", sentence);
            case AwsCalls.Result.NotAssumed(var failure) -> failure;
            case AwsCalls.Result.Unfit(var sentence) -> new Failed("States.Runtime", sentence);
            case AwsCalls.Result.Refused(var error) -> SdkDialect.LAMBDA.failure(error);
            case AwsCalls.Result.Done(var response, _, _) -> outcome((InvokeResponse) response, bare);
        };
    }

    private static TaskOutcome outcome(InvokeResponse response, boolean bare) {
        var bytes = response.payload();
        var text = bytes == null ? "" : bytes.asUtf8String();
        var value = value(text);
        if (response.functionError() != null) {
            return raised(text, bare);
        }
        if (bare) {
            return new Answered(value);
        }
        var result = JsonNodeFactory.instance.objectNode();
        if (response.executedVersion() != null) {
            result.put("ExecutedVersion", response.executedVersion());
        }
        if (response.logResult() != null) {
            result.put("LogResult", response.logResult());
        }
        if (!text.isEmpty()) {
            result.set("Payload", value);
        }
        SdkMetadata.add(result, response);
        return new Answered(result.put("StatusCode", response.statusCode()));
    }

    /// What a function's own failure is to its task.
    static Failed raised(String text, boolean bare) {
        var value = value(text);
        var type = value.path("errorType");
        // A bare function shows the runtime's text as it came, the optimized call its value.
        return new Failed(type.isString() ? type.stringValue() : "Lambda.Unknown", bare ? text : Json.write(value));
    }

    /// A payload as JSON; a text that is none stays a text.
    static JsonNode value(String text) {
        if (text.isEmpty()) {
            return NullNode.getInstance();
        }
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException notJson) {
            return StringNode.valueOf(text);
        }
    }
}
