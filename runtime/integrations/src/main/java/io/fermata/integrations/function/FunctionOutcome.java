// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

/// What came of calling a function that is not one of AWS.
public sealed interface FunctionOutcome {

    /// The function returned.
    ///
    /// @param payload what it returned; empty for nothing
    /// @param log what it wrote
    record Returned(String payload, String log) implements FunctionOutcome {}

    /// The function failed, in Lambda's form.
    ///
    /// @param error JSON with `errorType` and `errorMessage`, as far as the function gave them
    /// @param log what it wrote
    record Raised(String error, String log) implements FunctionOutcome {}

    /// It could not be called, or its answer could not be used.
    record NotCalled(TaskOutcome.Failed failure) implements FunctionOutcome {}

    /// A failure under the name that Lambda gives it.
    static Raised raised(String type, String message) {
        return new Raised(Json.write(JsonNodeFactory.instance.objectNode().put("errorType", type).put("errorMessage",
                message)), "");
    }

    /// The failure of a function that took too long.
    static Raised timedOut(String key, Duration after) {
        return raised("Sandbox.Timedout", String.format(Locale.ROOT,
                "RequestId: %s Error: Task timed out after %.2f seconds", requestId(key), after.toMillis() / 1_000.0));
    }

    /// An id for a call, the same for each repetition.
    static String requestId(String key) {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
