// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Activities;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Makes an activity.
public final class CreateActivity implements Action {

    private final Resources resources;

    public CreateActivity(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.ACTIVITY_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var name = params.text("name");
        var tags = TagList.read(params);
        TagList.check(name, tags);
        var encryption = Encryptions.read(params,
                Arn.activity(caller.region(), caller.account(), name).toString());
        return switch (Encryptions.stored(
                () -> resources.activities().create(caller.tenant(), name, tags, encryption))) {
            case Activities.Stored(var activity) -> JsonNodeFactory.instance.objectNode()
                    .put("activityArn", Resources.arn(caller, activity))
                    .put("creationDate", Times.seconds(activity.createdAt()));
            case Activities.InvalidName(var wrong) -> throw ApiError.of("InvalidName", "Invalid Name: '" + wrong + "'");
            case Activities.OtherEncryption(var activity) -> throw ApiError.of("ActivityAlreadyExists",
                    "Activity Already Exists: '" + Resources.arn(caller, activity) + "'");
            case Activities.InvalidTags(var sentence) -> throw ApiError.of("ValidationException", sentence);
        };
    }
}
