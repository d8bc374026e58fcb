// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskRequest;
import tools.jackson.databind.node.ObjectNode;

/// `elasticmapreduce:createCluster`: the cluster's id has the name that the other actions give it.
final class CreateCluster implements OptimizedAction.Form {

    @Override
    public TaskOutcome outcome(TaskRequest task, ObjectNode answer) {
        var result = answer.objectNode();
        result.set("ClusterId", answer.path("JobFlowId"));
        answer.remove("JobFlowId");
        result.setAll(answer);
        return new Answered(result);
    }
}
