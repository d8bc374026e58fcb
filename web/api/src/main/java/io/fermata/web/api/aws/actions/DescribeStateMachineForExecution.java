// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Shows the state machine as it was when an execution started: the revision that the execution runs.
public final class DescribeStateMachineForExecution implements Action {

    private final Resources resources;

    public DescribeStateMachineForExecution(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("executionArn");
        var included = params.optional("includedData");
        var execution = resources.execution(caller, arn);
        var machine = resources.machine(execution);
        var revision = resources.revision(execution);
        boolean whole = included.filter("METADATA_ONLY"::equals).isEmpty();
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("stateMachineArn", Resources.arn(caller, machine));
        resources.executions().maps().ofChild(execution).ifPresent(run -> answer
                .put("stateMachineArn", resources.executions().maps().machineArn(run))
                .put("mapRunArn", resources.executions().maps().arn(run)).put("label", run.label()));
        answer.put("name", machine.name());
        answer.put("definition", whole ? resources.machines().definition(revision) : "{}");
        answer.put("roleArn", revision.roleArn());
        answer.put("updateDate", Times.seconds(revision.createdAt()));
        Configurations.show(answer, revision);
        revision.uuid().ifPresent(uuid -> answer.put("revisionId", uuid));
        if (whole) {
            References.show(answer, resources.definition(revision));
        }
        return answer;
    }
}
