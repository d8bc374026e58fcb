// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.TagOwner;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Takes tags from a state machine or an activity. A key that is not there is no error.
public final class UntagResource implements Action {

    private final Resources resources;

    public UntagResource(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("resourceArn");
        var keys = params.texts("tagKeys");
        var owner = resources.tagged(caller, arn);
        if (owner instanceof TagOwner.OfActivity) {
            caller.needs(Permission.ACTIVITY_WRITE, name());
        }
        resources.catalog().tags().remove(caller.tenant(), owner, Set.copyOf(keys));
        return JsonNodeFactory.instance.objectNode();
    }
}
