// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.StateMachine;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Cursors;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Lists the versions of a state machine, newest first. AWS models no error for a machine that is not there: its list is
/// empty.
public final class ListStateMachineVersions implements Action {

    private final Resources resources;
    private final Cursors cursors;

    public ListStateMachineVersions(Resources resources, Cursors cursors) {
        this.resources = resources;
        this.cursors = cursors;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var text = params.text("stateMachineArn");
        int size = params.pageSize();
        var token = params.optional("nextToken");
        var arn = Resources.typed(caller, text, "stateMachine");
        var machine = Optional.of(arn).filter(caller::owns)
                .flatMap(own -> resources.machines().find(caller.tenant(), own.resourceName()));
        var list = name() + ":" + machine.map(StateMachine::id).orElse(0L);
        int before = token.map(given -> Integer.valueOf(cursors.open(caller.tenant(), list, given)))
                .orElse(Integer.MAX_VALUE);
        var answer = JsonNodeFactory.instance.objectNode();
        var out = answer.putArray("stateMachineVersions");
        machine.ifPresent(found -> {
            var versions = resources.catalog().versions().list(caller.tenant(), found.id(), before, size + 1);
            versions.stream().limit(size).forEach(version -> out.addObject()
                    .put("stateMachineVersionArn", Publishing.arn(Resources.arn(caller, found), version))
                    .put("creationDate", Times.seconds(version.createdAt())));
            if (versions.size() > size) {
                answer.put("nextToken", cursors.make(caller.tenant(), list,
                        Integer.toString(versions.get(size - 1).number())));
            }
        });
        return answer;
    }
}
