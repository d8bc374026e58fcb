package io.fermata.engine;

import io.fermata.language.TaskResource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One attempt of a task, as an integration sees it.
///
/// @param tenant id of the tenant whose execution asks
/// @param executionArn ARN of that execution
/// @param executionName name of that execution
/// @param stateMachineArn ARN of its state machine
/// @param stateName the state
/// @param parameters the evaluated `Parameters`
/// @param taskToken the token for a callback; present for every attempt
/// @param idempotencyKey the same for every call of this attempt, whatever crashes between them
/// @param timeout time left for the attempt; null when unbounded
public record TaskRequest(long tenant, String executionArn, String executionName, String stateMachineArn,
        String stateName, TaskResource resource, JsonNode parameters, String taskToken, String idempotencyKey,
        @Nullable Duration timeout) {
}
