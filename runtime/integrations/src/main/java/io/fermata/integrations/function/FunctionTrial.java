// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.egress.EgressRequest;

/// Calls a function for a person who wants to see what it does. Any thread.
public final class FunctionTrial {

    private final FunctionCalls calls;

    public FunctionTrial(FunctionCalls calls) {
        this.calls = calls;
    }

    /// What came of it.
    ///
    /// @param works whether the function returned
    /// @param text what it returned, or its failure
    /// @param log what it wrote
    public record Tried(boolean works, String text, String log) {}

    /// Calls the function of that name with a payload.
    ///
    /// @param key new for each try
    public Tried call(TenantId tenant, String name, String payload, String key) {
        try {
            Json.parse(payload);
        } catch (IllegalArgumentException notJson) {
            return new Tried(false, "The payload is not JSON: " + notJson.getMessage(), "");
        }
        var resolved = FunctionName.read(name).flatMap(read -> calls.resolve(tenant, read));
        return switch (resolved.orElse(null)) {
            case null -> new Tried(false, "There is no function " + name + " any more.", "");
            case FunctionCalls.InAws _ -> new Tried(false, "A function of AWS Lambda is tried in AWS.", "");
            case FunctionCalls.Here here ->
                tried(here.call(new FunctionCall(payload, "$LATEST", key, null, EgressRequest.STATE_SIZE)));
        };
    }

    private static Tried tried(FunctionOutcome outcome) {
        return switch (outcome) {
            case FunctionOutcome.Returned(var text, var log) -> new Tried(true, text, log);
            case FunctionOutcome.Raised(var error, var log) -> new Tried(false, error, log);
            case FunctionOutcome.NotCalled(var failure) -> new Tried(false, failure.error() + ": " + failure.cause(),
                    "");
        };
    }
}
