// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskRequest;
import io.fermata.integrations.function.FunctionCall;
import io.fermata.integrations.function.FunctionCalls;
import io.fermata.integrations.function.FunctionName;
import io.fermata.integrations.function.FunctionOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Invokes a function that is not in AWS and shows the result as Lambda does.
final class LocalInvocation {

    private static final int LOG_TAIL = 4_096;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;

    private LocalInvocation() {}

    static TaskOutcome invoke(FunctionCalls.Here function, FunctionName name, TaskRequest request,
            ObjectNode parameters, boolean bare) {
        var type = parameters.path("InvocationType").asString("RequestResponse");
        var version = name.version(parameters.path("Qualifier").asString(""));
        if (type.equals("DryRun")) {
            return new Answered(result(request, version, NO_CONTENT, null, ""));
        }
        var outcome = function.call(new FunctionCall(parameters.path("Payload").stringValue(), version,
                request.idempotencyKey(), request.timeout(), request.longestAnswer()));
        return switch (outcome) {
            case FunctionOutcome.NotCalled(var failure) -> failure;
            // an event is delivered; what the function makes of it is nobody's affair
            case FunctionOutcome.Raised _ when type.equals("Event") ->
                new Answered(result(request, version, ACCEPTED, null, ""));
            case FunctionOutcome.Returned _ when type.equals("Event") ->
                new Answered(result(request, version, ACCEPTED, null, ""));
            case FunctionOutcome.Raised(var error, _) -> LambdaIntegration.raised(error, bare);
            case FunctionOutcome.Returned(var payload, _) when bare ->
                new Answered(LambdaIntegration.value(payload));
            case FunctionOutcome.Returned(var payload, var log) -> new Answered(result(request, version, OK, payload,
                    parameters.path("LogType").asString("").equals("Tail") ? log : ""));
        };
    }

    private static ObjectNode result(TaskRequest request, String version, int status,
            @Nullable String payload, String log) {
        var result = JsonNodeFactory.instance.objectNode().put("ExecutedVersion", version);
        if (!log.isEmpty()) {
            var bytes = log.getBytes(StandardCharsets.UTF_8);
            result.put("LogResult", Base64.getEncoder()
                    .encodeToString(Arrays.copyOfRange(bytes, Math.max(0, bytes.length - LOG_TAIL), bytes.length)));
        }
        if (payload != null && status == OK) {
            result.set("Payload", LambdaIntegration.value(payload));
        }
        var id = FunctionOutcome.requestId(request.idempotencyKey());
        var http = result.putObject("SdkHttpMetadata");
        var all = http.putObject("AllHttpHeaders");
        all.putArray("X-Amz-Executed-Version").add(version);
        all.putArray("x-amzn-RequestId").add(id);
        http.putObject("HttpHeaders").put("X-Amz-Executed-Version", version).put("x-amzn-RequestId", id);
        http.put("HttpStatusCode", status);
        result.putObject("SdkResponseMetadata").put("RequestId", id);
        return result.put("StatusCode", status);
    }
}
