// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Targets;
import io.fermata.catalog.Versions;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Deletes a version that no alias routes to; its executions go on. One that is not there is no error.
public final class DeleteStateMachineVersion implements Action {

    private final Resources resources;

    public DeleteStateMachineVersion(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var text = params.text("stateMachineVersionArn");
        var arn = Resources.typed(caller, text, "stateMachine");
        var name = arn.resourceName().split(":", 2);
        var number = Targets.number(name[name.length - 1]).filter(_ -> name.length == 2)
                .orElseThrow(() -> ApiError.of("ValidationException",
                        "This is not the ARN of a state machine version: " + text));
        if (caller.owns(arn)) {
            resources.machines().find(caller.tenant(), name[0])
                    .ifPresent(machine -> delete(caller, machine.id(), number));
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private void delete(Caller caller, long machineId, int number) {
        switch (resources.catalog().versions().delete(caller.tenant(), machineId, number)) {
            case Versions.Deleted() -> {
            }
            case Versions.InUse(var aliases) -> throw ApiError.of("ConflictException",
                    "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: "
                            + aliases);
        }
    }
}
