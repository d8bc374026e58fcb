// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Encryption;
import io.fermata.catalog.NewStateMachine;
import io.fermata.catalog.StateMachineAnswer;
import io.fermata.language.MachineType;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Stores a state machine.
public final class CreateStateMachine implements Action {

    private final Resources resources;

    public CreateStateMachine(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var name = params.text("name");
        var definition = params.text("definition");
        var role = params.text("roleArn");
        var type = params.optional("type");
        var tags = TagList.read(params);
        var given = Configurations.read(params);
        var publish = Publishing.asked(params);
        TagList.check(name, tags);
        if (Arn.parse(role).isEmpty()) {
            throw ApiError.of("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + role + "'");
        }
        var encryption = Encryptions.read(params,
                Arn.stateMachine(caller.region(), caller.account(), name).toString()).orElse(Encryption.OWNED);
        var asked = new NewStateMachine(name,
                type.map(MachineType::valueOf).orElse(MachineType.STANDARD), definition, role,
                resources.logging(caller, given.logging()), given.tracing(), tags, publish, encryption);
        return switch (Encryptions.stored(() -> resources.machines().create(caller.tenant(), asked))) {
            case StateMachineAnswer.Stored(var machine, _, var version) -> {
                var arn = Resources.arn(caller, machine);
                var answer = JsonNodeFactory.instance.objectNode();
                answer.put("stateMachineArn", arn);
                answer.put("creationDate", Times.seconds(machine.createdAt()));
                version.ifPresent(found -> answer.put("stateMachineVersionArn", Publishing.arn(arn, found)));
                yield answer;
            }
            case StateMachineAnswer.InvalidName(var wrong) ->
                throw ApiError.of("InvalidName", "Invalid Name: '" + wrong + "'");
            case StateMachineAnswer.InvalidDefinition(var findings) -> throw Diagnostics.refused(findings);
            case StateMachineAnswer.InvalidTags(var sentence) -> throw ApiError.of("ValidationException", sentence);
            case StateMachineAnswer.AlreadyExists(var machine) -> throw ApiError.of("StateMachineAlreadyExists",
                    "State Machine Already Exists: '" + Resources.arn(caller, machine) + "'");
            case StateMachineAnswer.Deleting(var machine) -> throw ApiError.of("StateMachineDeleting",
                    "State Machine is being deleted: '" + Resources.arn(caller, machine) + "'");
            case StateMachineAnswer.TooManyVersions() -> throw Publishing.tooMany();
            case StateMachineAnswer.NotFound _,StateMachineAnswer.NothingAsked _ ->
                throw new IllegalStateException("no answer to a creation");
        };
    }
}
