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

/// Makes an alias for one or two versions of a state machine. The same request again finds the alias.
public final class CreateStateMachineAlias implements Action {

    private final Resources resources;

    public CreateStateMachineAlias(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var name = params.text("name");
        var description = params.optional("description");
        var configuration = RoutingConfiguration.read(caller, params);
        var machine = Optional.of(configuration.first()).filter(caller::owns)
                .flatMap(_ -> resources.machines().find(caller.tenant(), configuration.machineName()))
                .orElseThrow(AliasName::missing);
        var arn = Resources.arn(caller, machine);
        Resources.active(machine, arn);
        return switch (resources.catalog().aliases().create(caller.tenant(), machine.id(), name,
                description.orElse(""), configuration.routing())) {
            case Aliases.Stored(var alias) -> JsonNodeFactory.instance.objectNode()
                    .put("stateMachineAliasArn", AliasName.arn(arn, alias))
                    .put("creationDate", Times.seconds(alias.createdAt()));
            case Aliases.InvalidName(var wrong) -> throw ApiError.of("InvalidName", "Invalid Name: '" + wrong + "'");
            case Aliases.Conflict() -> throw ApiError.of("ConflictException",
                    "Failed to create alias because an alias with the same name and a different routing configuration already exists.");
            case Aliases.NotFound() -> throw AliasName.missing();
            case Aliases.TooMany() ->
                throw ApiError.of("ServiceQuotaExceededException", "A state machine has at most 100 aliases.");
        };
    }
}
