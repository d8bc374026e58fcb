// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `events:putEvents`: each event names the execution and its machine, and one event that is refused fails the task.
final class PutEvents implements OptimizedAction.Form {

    @Override
    public ObjectNode request(TaskRequest task, ObjectNode parameters) {
        var request = parameters.deepCopy();
        for (var entry : request.path("Entries")) {
            if (entry instanceof ObjectNode event) {
                var resources = JsonNodeFactory.instance.arrayNode();
                event.path("Resources").forEach(resources::add);
                event.set("Resources", resources.add(task.executionArn()).add(task.stateMachineArn()));
            }
        }
        return request;
    }

    @Override
    public boolean withMetadata() {
        return false;
    }

    @Override
    public TaskOutcome outcome(TaskRequest task, ObjectNode answer) {
        return answer.path("FailedEntryCount").intValue(0) > 0
                ? new Failed("EventBridge.FailedEntry", Json.write(answer))
                : OptimizedAction.Form.super.outcome(task, answer);
    }
}
