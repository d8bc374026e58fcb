// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.TagOwner;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Shows the tags of a state machine or an activity.
public final class ListTagsForResource implements Action {

    private final Resources resources;

    public ListTagsForResource(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("resourceArn");
        var owner = resources.tagged(caller, arn);
        if (owner instanceof TagOwner.OfActivity) {
            caller.needs(Permission.ACTIVITY_READ, name());
        }
        var answer = JsonNodeFactory.instance.objectNode();
        var list = answer.putArray("tags");
        resources.catalog().tags().list(caller.tenant(), owner)
                .forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        return answer;
    }
}
