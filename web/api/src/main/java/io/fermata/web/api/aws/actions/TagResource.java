// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.TagOwner;
import io.fermata.catalog.Tags;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Adds tags to a state machine or an activity; a key that is there gets the new value.
public final class TagResource implements Action {

    private final Resources resources;

    public TagResource(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("resourceArn");
        var tags = TagList.read(params);
        var owner = resources.tagged(caller, arn);
        if (owner instanceof TagOwner.OfActivity) {
            caller.needs(Permission.ACTIVITY_WRITE, name());
        }
        return switch (resources.catalog().tags().put(caller.tenant(), owner, tags)) {
            case Tags.Stored() -> JsonNodeFactory.instance.objectNode();
            case Tags.TooMany(var count) -> throw TagList.tooMany(arn, count);
            case Tags.Unfit(var sentence) -> throw ApiError.of("ValidationException", sentence);
        };
    }
}
