// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Versions;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Publishes the newest revision of a state machine as a version. One that is published already is found again.
public final class PublishStateMachineVersion implements Action {

    private final Resources resources;

    public PublishStateMachineVersion(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("stateMachineArn");
        var revision = params.optional("revisionId");
        var description = params.optional("description");
        var machine = resources.active(caller, arn);
        return switch (resources.catalog().versions().publish(caller.tenant(), machine.name(), revision,
                description.orElse(""))) {
            case Versions.Published(var version) -> JsonNodeFactory.instance.objectNode()
                    .put("creationDate", Times.seconds(version.createdAt()))
                    .put("stateMachineVersionArn", Publishing.arn(Resources.arn(caller, machine), version));
            case Versions.OtherRevision(var current) -> throw ApiError.of("ConflictException",
                    "Failed to publish the State Machine version for revision " + revision.orElse("")
                            + ". The current State Machine revision is " + current + ".");
            case Versions.TooMany() -> throw Publishing.tooMany();
            case Versions.NoMachine() -> throw ApiError.of("StateMachineDoesNotExist",
                    "State Machine Does Not Exist: '" + arn + "'");
        };
    }
}
