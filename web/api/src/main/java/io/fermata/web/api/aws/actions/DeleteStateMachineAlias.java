// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Deletes an alias; executions started by it go on. One that is not there is no error.
public final class DeleteStateMachineAlias implements Action {

    private final Resources resources;

    public DeleteStateMachineAlias(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var text = params.text("stateMachineAliasArn");
        var name = AliasName.of(caller, text);
        name.machine(caller, resources).ifPresent(
                machine -> resources.catalog().aliases().delete(caller.tenant(), machine.id(), name.alias()));
        return JsonNodeFactory.instance.objectNode();
    }
}
