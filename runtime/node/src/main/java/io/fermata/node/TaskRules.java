// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.RequestRules;
import io.fermata.engine.TaskIntegration;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.TenantId;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the integrations demand of parameters, and which activities there are. Thread-safe.
final class TaskRules implements RequestRules {

    private final List<TaskIntegration> integrations;
    private final KnownActivities activities;

    TaskRules(List<TaskIntegration> integrations, KnownActivities activities) {
        this.integrations = List.copyOf(integrations);
        this.activities = activities;
    }

    @Override
    public JsonNode apply(TaskResource resource, JsonNode parameters) {
        return integrations.stream().filter(one -> one.handles(resource)).findFirst()
                .map(one -> one.prepare(resource, parameters)).orElse(parameters);
    }

    @Override
    public boolean isThere(long tenant, TaskResource.Activity activity) {
        return activities.has(new TenantId(tenant), activity.arn());
    }
}
