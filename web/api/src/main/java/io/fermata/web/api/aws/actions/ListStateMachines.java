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

/// Lists state machines by name.
public final class ListStateMachines implements Action {

    private final Resources resources;
    private final Cursors cursors;

    public ListStateMachines(Resources resources, Cursors cursors) {
        this.resources = resources;
        this.cursors = cursors;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        int size = params.pageSize();
        var token = params.optional("nextToken");
        var after = token.map(given -> cursors.open(caller.tenant(), name(), given));
        var page = resources.machines().list(caller.tenant(), after, size);
        var answer = JsonNodeFactory.instance.objectNode();
        var list = answer.putArray("stateMachines");
        page.items().forEach(machine -> list.addObject().put("stateMachineArn", Resources.arn(caller, machine))
                .put("name", machine.name()).put("type", machine.type().name())
                .put("creationDate", Times.seconds(machine.createdAt())));
        page.next().ifPresent(next -> answer.put("nextToken", cursors.make(caller.tenant(), name(), next)));
        return answer;
    }
}
