// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Targets;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Cursors;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Lists the aliases of a state machine, or those that route to one version of it, oldest first.
public final class ListStateMachineAliases implements Action {

    private final Resources resources;
    private final Cursors cursors;

    public ListStateMachineAliases(Resources resources, Cursors cursors) {
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
        var version = version(caller, arn);
        var machine = version.isPresent()
                ? resources.target(caller, text).machine()
                : resources.active(caller, text);
        var list = name() + ":" + machine.id() + ":" + version.orElse(0);
        long after = token.map(given -> Long.valueOf(cursors.open(caller.tenant(), list, given))).orElse(0L);
        var aliases = resources.catalog().aliases().list(caller.tenant(), machine.id(), version, after, size + 1);
        var answer = JsonNodeFactory.instance.objectNode();
        var out = answer.putArray("stateMachineAliases");
        aliases.stream().limit(size).forEach(alias -> out.addObject()
                .put("stateMachineAliasArn", AliasName.arn(Resources.arn(caller, machine), alias))
                .put("creationDate", Times.seconds(alias.createdAt())));
        if (aliases.size() > size) {
            answer.put("nextToken",
                    cursors.make(caller.tenant(), list, Long.toString(aliases.get(size - 1).id())));
        }
        return answer;
    }

    /// The version that the ARN names, if it names one; a qualified ARN of anything else is not found.
    private Optional<Integer> version(Caller caller, Arn arn) {
        var parts = arn.resourceName().split(":", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        var number = Targets.number(parts[1]).filter(_ -> caller.owns(arn));
        if (number.isEmpty() || resources.catalog().targets().find(caller.tenant(), arn.resourceName()).isEmpty()) {
            throw AliasName.missing();
        }
        return number;
    }
}
