// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Shows an activity.
public final class DescribeActivity implements Action {

    private final Resources resources;

    public DescribeActivity(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.ACTIVITY_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("activityArn");
        var activity = resources.activity(caller, arn);
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("activityArn", Resources.arn(caller, activity));
        answer.put("name", activity.name());
        answer.put("creationDate", Times.seconds(activity.createdAt()));
        Encryptions.show(answer, activity.encryption());
        return answer;
    }
}
