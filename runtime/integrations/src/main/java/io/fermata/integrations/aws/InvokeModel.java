// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `bedrock:invokeModel`: the model's body is JSON in both directions. Bodies in S3 (`Input`, `Output`) are not read here.
final class InvokeModel implements OptimizedAction.Form {

    private static final String JSON = "application/json";

    @Override
    public RequestCheck check(OptimizedAction action) {
        return RequestCheck.of(List.of("ModelId", "Body", "Accept", "ContentType", "GuardrailIdentifier",
                "GuardrailVersion", "Trace", "PerformanceConfigLatency"), action.required());
    }

    @Override
    public ObjectNode request(TaskRequest task, ObjectNode parameters) {
        var request = parameters.deepCopy();
        for (var type : List.of("Accept", "ContentType")) {
            if (!request.has(type)) {
                request.put(type, JSON);
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
        var body = answer.path("Body");
        if (body.isString() && answer.path("ContentType").asString("").startsWith(JSON)) {
            try {
                answer.set("Body", Json.parse(body.stringValue()));
            } catch (IllegalArgumentException notJson) {
                return OptimizedAction.Form.super.outcome(task, answer);
            }
        }
        return OptimizedAction.Form.super.outcome(task, answer);
    }
}
