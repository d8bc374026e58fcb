// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `ecs:runTask`: a task that is waited for is marked as ours, and fails if it could not be placed.
final class RunTask implements OptimizedAction.Form {

    @Override
    public JsonNode shown(TaskResource.Integration resource, JsonNode parameters) {
        return resource.pattern() == Pattern.SYNC && !parameters.has("StartedBy")
                ? ((ObjectNode) parameters).deepCopy().put("StartedBy", "AWS Step Functions")
                : parameters;
    }

    @Override
    public TaskOutcome outcome(TaskRequest task, ObjectNode answer) {
        boolean waited = task.resource() instanceof TaskResource.Integration integration
                && integration.pattern() != Pattern.REQUEST_RESPONSE;
        return waited && !answer.path("Failures").isEmpty()
                ? new Failed("AmazonECS.Unknown", Json.write(answer))
                : OptimizedAction.Form.super.outcome(task, answer);
    }
}
