// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.integrations.function.FunctionOutcome.NotCalled;
import io.fermata.integrations.function.FunctionOutcome.Raised;
import io.fermata.integrations.function.FunctionOutcome.Returned;
import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.JsonNodeFactory;

/// Runs inline JavaScript in a [CodeSandbox], a few at a time, and half of them at most for one tenant. Any thread; blocks
/// it while it waits.
final class JavaScriptFunction {

    /// Runs at a time on this node: each burns one processor.
    private static final int PLACES = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int PLACES_OF_A_TENANT = PLACES / 2;
    private static final int PATIENCE_SECONDS = 15;
    private static final String WRAPPER = read();

    private final CodeSandbox sandbox;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(PLACES, true);
    private final Map<TenantId, Semaphore> ofTenants = new ConcurrentHashMap<>();

    JavaScriptFunction(CodeSandbox sandbox, InstantSource clock) {
        this.sandbox = sandbox;
        this.clock = clock;
    }

    FunctionOutcome call(TenantId tenant, Function function, FunctionTarget.JavaScript target, FunctionCall call) {
        var own = ofTenants.computeIfAbsent(tenant, _ -> new Semaphore(PLACES_OF_A_TENANT, true));
        try {
            if (!own.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return busy();
            }
            try {
                if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return busy();
                }
                try {
                    return run(function, target, call);
                } finally {
                    places.release();
                }
            } finally {
                own.release();
            }
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            return new NotCalled(new Failed("Lambda.SdkClientException", "The call was interrupted."));
        }
    }

    private static FunctionOutcome busy() {
        return new NotCalled(new Failed("Lambda.TooManyRequestsException", "Rate Exceeded."));
    }

    private FunctionOutcome run(Function function, FunctionTarget.JavaScript target, FunctionCall call)
            throws InterruptedException {
        var atMost = call.atMost(function);
        if (atMost.isNegative() || atMost.isZero()) {
            return FunctionOutcome.timedOut(call.key(), atMost);
        }
        var input = JsonNodeFactory.instance.objectNode().put("code", target.code()).put("event", call.payload())
                .put("now", clock.instant().toEpochMilli());
        input.putObject("context").put("functionName", function.name()).put("functionVersion", call.version())
                .put("memoryLimitInMB", Integer.toString(target.memory()))
                .put("awsRequestId", FunctionOutcome.requestId(call.key()));
        var run = sandbox.run(new CodeSandbox.Program(WRAPPER, Json.write(input), target.memory(), atMost));
        return switch (run) {
            case CodeSandbox.Run.OutOfTime(var log) ->
                new Raised(FunctionOutcome.timedOut(call.key(), atMost).error(), log);
            case CodeSandbox.Run.Broken(var reason, var log) -> new Raised(FunctionOutcome.raised("Runtime.ExitError",
                    "RequestId: " + FunctionOutcome.requestId(call.key()) + " Error: " + reason).error(), log);
            case CodeSandbox.Run.Ended(var answer, var log) -> outcome(answer, log);
        };
    }

    private static FunctionOutcome outcome(String answer, String log) {
        if (answer.isEmpty()) {
            return new Returned("null", log);
        }
        try {
            var json = Json.parse(answer);
            return json.path("raised").isObject()
                    ? new Raised(Json.write(json.path("raised")), log)
                    : new Returned(Json.write(json.path("returned")), log);
        } catch (IllegalArgumentException unreadable) {
            return new Raised(FunctionOutcome.raised("Runtime.MarshalError", "The result is not JSON").error(), log);
        }
    }

    private static String read() {
        try (InputStream file = Objects.requireNonNull(JavaScriptFunction.class.getResourceAsStream("call.js"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
