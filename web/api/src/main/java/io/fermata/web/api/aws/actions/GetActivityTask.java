// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.language.Json;
import io.fermata.node.ActivityWorkers;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Hands the next task of an activity to a worker, waiting for one up to 60 seconds.
public final class GetActivityTask implements Action {

    private static final Duration LONG_POLL = Duration.ofSeconds(60);

    private final Resources resources;
    private final ActivityWorkers workers;

    public GetActivityTask(Resources resources, ActivityWorkers workers) {
        this.resources = resources;
        this.workers = workers;
    }

    @Override
    public Permission permission() {
        return Permission.TASK_ANSWER;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("activityArn");
        var worker = params.optional("workerName");
        var activity = resources.activity(caller, arn);
        var answer = JsonNodeFactory.instance.objectNode();
        try {
            workers.poll(caller.tenant(), activity.id(), worker.orElse(null), LONG_POLL)
                    .ifPresentOrElse(work -> answer.put("taskToken", work.taskToken())
                            .put("input", Json.write(work.input())), () -> answer.putNull("taskToken"));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            answer.putNull("taskToken");
        }
        return answer;
    }
}
