// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.TaskResource;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One attempt of a task, as an integration sees it.
///
/// @param tenant id of the tenant whose execution asks
/// @param executionNo number of that execution in the journal
/// @param scheduled id of the event that began the attempt
/// @param starters who started the execution, its parent, the parent's parent and so on, as `user:` and e-mail, `key:` and id,
/// or another text; asks the database when it is called
/// @param executionArn ARN of that execution
/// @param executionName name of that execution
/// @param stateMachineArn ARN of its state machine
/// @param stateName the state
/// @param parameters the evaluated `Parameters`
/// @param taskToken the token for a callback; present for every attempt
/// @param idempotencyKey the same for every call of this attempt, whatever crashes between them
/// @param timeout time left for the attempt; null when unbounded
/// @param roles the roles in whose name the call is made
/// @param longestAnswer bytes of answer that the execution can take; it refuses more, so nobody needs to read it
public record TaskRequest(long tenant, long executionNo, long scheduled, Supplier<Set<String>> starters,
        String executionArn, String executionName, String stateMachineArn, String stateName, TaskResource resource,
        JsonNode parameters, String taskToken, String idempotencyKey, @Nullable Duration timeout, Roles roles,
        int longestAnswer) {

    /// The request of a state without `Credentials`, in a machine whose role is of no importance, under AWS's limits.
    public TaskRequest(long tenant, long executionNo, long scheduled, Supplier<Set<String>> starters,
            String executionArn, String executionName, String stateMachineArn, String stateName,
            TaskResource resource, JsonNode parameters, String taskToken, String idempotencyKey,
            @Nullable Duration timeout) {
        this(tenant, executionNo, scheduled, starters, executionArn, executionName, stateMachineArn, stateName,
                resource, parameters, taskToken, idempotencyKey, timeout, new Roles("", null),
                Limits.AWS.payloadBytes());
    }

    /// Role ARNs.
    ///
    /// @param ofMachine the role of the state machine, for texts only
    /// @param ofState the role of the state's `Credentials`, in which AWS services are called; null when it has none
    public record Roles(String ofMachine, @Nullable String ofState) {}
}
