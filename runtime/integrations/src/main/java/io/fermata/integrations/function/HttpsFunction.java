// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.integrations.function.FunctionOutcome.NotCalled;
import io.fermata.integrations.function.FunctionOutcome.Raised;
import io.fermata.integrations.function.FunctionOutcome.Returned;
import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.egress.EgressClient;
import io.fermata.tenancy.egress.EgressRefusal;
import io.fermata.tenancy.egress.EgressRequest;
import io.fermata.tenancy.egress.EgressResponse;
import io.fermata.tenancy.keys.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Calls an endpoint as if it were a function: the payload is posted, signed as Standard Webhooks describes, and the answer
/// is read with Lambda's marks of failure. Any thread.
final class HttpsFunction {

    /// Lambda's own mark of a function's failure.
    private static final String FAILURE = "x-amz-function-error";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final EgressClient egress;
    private final InstantSource clock;

    HttpsFunction(EgressClient egress, InstantSource clock) {
        this.egress = egress;
        this.clock = clock;
    }

    FunctionOutcome call(TenantId tenant, Function function, String url, String secret, FunctionCall call) {
        var body = call.payload().getBytes(StandardCharsets.UTF_8);
        var atMost = call.atMost(function);
        if (atMost.isNegative() || atMost.isZero()) {
            return FunctionOutcome.timedOut(call.key(), atMost);
        }
        var id = "msg_" + FunctionOutcome.requestId(call.key());
        long now = clock.instant().getEpochSecond();
        Map<String, List<String>> headers = Map.of("Content-Type", List.of("application/json"), "User-Agent",
                List.of("Fermata"), "Idempotency-Key", List.of(call.key()), "webhook-id", List.of(id),
                "webhook-timestamp", List.of(Long.toString(now)), "webhook-signature",
                List.of(WebhookSignature.sign(secret, id, now, body)), "fermata-function",
                List.of(function.name() + ":" + call.version()));
        var answer = egress.send(tenant,
                new EgressRequest("POST", url, headers, body, atMost, call.longestAnswer()));
        return switch (answer) {
            case EgressResponse response -> outcome(response);
            case EgressRefusal.TimedOut _ -> FunctionOutcome.timedOut(call.key(), atMost);
            case EgressRefusal.NotAllowed(var sentence) -> new NotCalled(new Failed("States.Runtime", sentence));
            case EgressRefusal.Unreachable(var sentence) ->
                new NotCalled(new Failed("Lambda.SdkClientException", sentence));
            case EgressRefusal.TooLarge _ -> new NotCalled(new Failed("States.DataLimitExceeded",
                    "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit."));
        };
    }

    private static FunctionOutcome outcome(EgressResponse response) {
        var text = new String(response.body(), StandardCharsets.UTF_8);
        boolean well = response.status() >= 200 && response.status() < 300;
        if (well) {
            return response.header(FAILURE).isEmpty() ? new Returned(text, "") : new Raised(text, "");
        }
        if (isError(text)) {
            return new Raised(text, "");
        }
        var sentence = "The endpoint of the function answered with status " + response.status() + ".";
        if (response.status() == TOO_MANY_REQUESTS) {
            return new NotCalled(new Failed("Lambda.TooManyRequestsException", sentence));
        }
        return response.status() >= SERVER_ERROR
                ? new NotCalled(new Failed("Lambda.ServiceException", sentence))
                : new NotCalled(new Failed("Lambda.Unknown", sentence));
    }

    private static boolean isError(String text) {
        try {
            var value = Json.parse(text);
            return value.path("errorType").isString() || value.path("errorMessage").isString();
        } catch (IllegalArgumentException notJson) {
            return false;
        }
    }
}
