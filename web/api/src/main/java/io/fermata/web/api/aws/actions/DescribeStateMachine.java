// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Shows a state machine.
public final class DescribeStateMachine implements Action {

    private final Resources resources;

    public DescribeStateMachine(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.required("stateMachineArn", 1, 256);
        params.check();
        var machine = resources.machine(caller, arn);
        var revision = machine.revision();
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("stateMachineArn", Resources.arn(caller, machine));
        answer.put("name", machine.name());
        answer.put("status", machine.status().name());
        answer.put("definition", revision.definition());
        answer.put("roleArn", revision.roleArn());
        answer.put("type", machine.type().name());
        answer.put("creationDate", Times.seconds(machine.createdAt()));
        Configurations.show(answer, machine.logging(), machine.tracing());
        revision.uuid().ifPresent(uuid -> answer.put("revisionId", uuid));
        References.show(answer, resources.definition(revision));
        return answer;
    }
}
