// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Version;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Shows a state machine, or one version of it.
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
        var arn = params.text("stateMachineArn");
        var included = params.optional("includedData");
        var target = resources.target(caller, arn);
        if (target.alias() != null) {
            throw ApiError.of("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
        }
        var machine = target.machine();
        var revision = target.revision();
        var version = Optional.ofNullable(target.version())
                .flatMap(number -> resources.catalog().versions().find(caller.tenant(), machine.id(), number));
        boolean whole = included.filter("METADATA_ONLY"::equals).isEmpty();
        var answer = JsonNodeFactory.instance.objectNode();
        var unqualified = Resources.arn(caller, machine);
        answer.put("stateMachineArn", version.map(found -> Publishing.arn(unqualified, found)).orElse(unqualified));
        answer.put("name", machine.name());
        answer.put("status", machine.status().name());
        answer.put("definition", whole ? resources.machines().definition(revision) : "{}");
        answer.put("roleArn", revision.roleArn());
        answer.put("type", machine.type().name());
        answer.put("creationDate", Times.seconds(version.map(Version::createdAt).orElse(machine.createdAt())));
        version.map(Version::description).filter(text -> !text.isEmpty())
                .ifPresent(text -> answer.put("description", text));
        Configurations.show(answer, revision);
        revision.uuid().ifPresent(uuid -> answer.put("revisionId", uuid));
        if (whole) {
            References.show(answer, resources.definition(revision));
        }
        return answer;
    }
}
