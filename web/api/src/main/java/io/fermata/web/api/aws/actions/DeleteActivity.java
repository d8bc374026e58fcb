// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Deletes an activity. One that is not there is no error.
public final class DeleteActivity implements Action {

    private final Resources resources;

    public DeleteActivity(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.ACTIVITY_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var text = params.text("activityArn");
        var arn = Resources.typed(caller, text, "activity");
        if (caller.owns(arn)) {
            resources.activities().delete(caller.tenant(), arn.resourceName());
        }
        return JsonNodeFactory.instance.objectNode();
    }
}
