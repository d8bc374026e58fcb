// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Cursors;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Lists activities by name.
public final class ListActivities implements Action {

    private final Resources resources;
    private final Cursors cursors;

    public ListActivities(Resources resources, Cursors cursors) {
        this.resources = resources;
        this.cursors = cursors;
    }

    @Override
    public Permission permission() {
        return Permission.ACTIVITY_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        int size = params.pageSize();
        var token = params.optional("nextToken");
        var after = token.map(given -> cursors.open(caller.tenant(), name(), given));
        var page = resources.activities().list(caller.tenant(), after, size);
        var answer = JsonNodeFactory.instance.objectNode();
        var list = answer.putArray("activities");
        page.items().forEach(activity -> list.addObject().put("activityArn", Resources.arn(caller, activity))
                .put("name", activity.name()).put("creationDate", Times.seconds(activity.createdAt())));
        page.next().ifPresent(next -> answer.put("nextToken", cursors.make(caller.tenant(), name(), next)));
        return answer;
    }
}
