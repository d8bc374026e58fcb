// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Shows an alias.
public final class DescribeStateMachineAlias implements Action {

    private final Resources resources;

    public DescribeStateMachineAlias(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var text = params.text("stateMachineAliasArn");
        var name = AliasName.of(caller, text);
        var machine = name.machine(caller, resources).orElseThrow(AliasName::missing);
        var alias = resources.catalog().aliases().find(caller.tenant(), machine.id(), name.alias())
                .orElseThrow(AliasName::missing);
        var arn = Resources.arn(caller, machine);
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("stateMachineAliasArn", AliasName.arn(arn, alias));
        answer.put("name", alias.name());
        if (!alias.description().isEmpty()) {
            answer.put("description", alias.description());
        }
        RoutingConfiguration.show(answer, arn, alias);
        answer.put("creationDate", Times.seconds(alias.createdAt()));
        answer.put("updateDate", Times.seconds(alias.updatedAt()));
        return answer;
    }
}
