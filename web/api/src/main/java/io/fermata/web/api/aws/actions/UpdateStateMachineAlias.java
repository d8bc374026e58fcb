// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Aliases;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Changes the description of an alias or the versions it routes to; executions that were started keep theirs.
public final class UpdateStateMachineAlias implements Action {

    private final Resources resources;

    public UpdateStateMachineAlias(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var text = params.text("stateMachineAliasArn");
        var description = params.optional("description");
        var configuration = params.has("routingConfiguration")
                ? Optional.of(RoutingConfiguration.read(caller, params))
                : Optional.<RoutingConfiguration>empty();
        var name = AliasName.of(caller, text);
        if (description.isEmpty() && configuration.isEmpty()) {
            throw ApiError.of("ValidationException",
                    "Either the description or the routing configuration must be specified");
        }
        var machine = name.machine(caller, resources).orElseThrow(AliasName::missing);
        Resources.active(machine, Resources.arn(caller, machine));
        configuration.filter(given -> !caller.owns(given.first()) || !given.machineName().equals(machine.name()))
                .ifPresent(_ -> {
                    throw AliasName.missing();
                });
        return switch (resources.catalog().aliases().update(caller.tenant(), machine.id(), name.alias(), description,
                configuration.map(RoutingConfiguration::routing))) {
            case Aliases.Stored(var alias) ->
                JsonNodeFactory.instance.objectNode().put("updateDate", Times.seconds(alias.updatedAt()));
            case Aliases.NotFound() -> throw AliasName.missing();
            case Aliases.InvalidName _,Aliases.Conflict _,Aliases.TooMany _ ->
                throw new IllegalStateException("no answer to an update");
        };
    }
}
