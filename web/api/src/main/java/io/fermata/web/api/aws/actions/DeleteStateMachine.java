// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Deletes a state machine; its running executions are ended, then its name is free. A machine that is not there is no
/// error.
public final class DeleteStateMachine implements Action {

    private final Resources resources;

    public DeleteStateMachine(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var text = params.text("stateMachineArn");
        var arn = Resources.typed(caller, text, "stateMachine");
        Resources.unlabelled(caller, text);
        if (arn.resourceName().indexOf(':') >= 0) {
            throw ApiError.of("ValidationException",
                    "This is the ARN of a version or alias, which is not deleted in this way: " + text);
        }
        if (caller.owns(arn)) {
            var machine = resources.machines().find(caller.tenant(), arn.resourceName());
            if (machine.isPresent() && resources.machines().delete(caller.tenant(), machine.get().name())
                    && !resources.executions().table().anyRunning(caller.tenant(), machine.get().id())) {
                resources.machines().bury(caller.tenant(), machine.get().id());
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }
}
