// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.StateMachineAnswer;
import io.fermata.catalog.StateMachineChange;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Changes a state machine; executions that run keep the revision they began with.
public final class UpdateStateMachine implements Action {

    private final Resources resources;

    public UpdateStateMachine(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_WRITE;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.text("stateMachineArn");
        var definition = params.optional("definition");
        var role = params.optional("roleArn");
        var configured = Configurations.read(params);
        var publish = Publishing.asked(params);
        Resources.unlabelled(caller, arn);
        var machine = resources.machine(caller, arn);
        var encryption = Encryptions.read(params, Resources.arn(caller, machine));
        var change = new StateMachineChange(definition, role,
                params.structure("loggingConfiguration").map(_ -> resources.logging(caller, configured.logging())),
                params.structure("tracingConfiguration").map(_ -> configured.tracing()), publish, encryption);
        return switch (Encryptions.stored(() -> resources.machines().update(caller.tenant(), machine.name(), change))) {
            case StateMachineAnswer.Stored(var stored, _, var version) -> {
                var answer = JsonNodeFactory.instance.objectNode();
                answer.put("updateDate", Times.seconds(stored.updatedAt()));
                stored.revision().uuid().ifPresent(uuid -> answer.put("revisionId", uuid));
                version.ifPresent(
                        found -> answer.put("stateMachineVersionArn",
                                Publishing.arn(Resources.arn(caller, stored), found)));
                yield answer;
            }
            case StateMachineAnswer.InvalidDefinition(var findings) -> throw Diagnostics.refused(findings);
            case StateMachineAnswer.NothingAsked() -> throw ApiError.of("MissingRequiredParameter",
                    "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified");
            case StateMachineAnswer.TooManyVersions() -> throw Publishing.tooMany();
            case StateMachineAnswer.Deleting _ ->
                throw ApiError.of("StateMachineDeleting", "State Machine is being deleted: '" + arn + "'");
            case StateMachineAnswer.NotFound() ->
                throw ApiError.of("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
            case StateMachineAnswer.InvalidName _,StateMachineAnswer.InvalidTags _,StateMachineAnswer.AlreadyExists _ ->
                throw new IllegalStateException("no answer to an update");
        };
    }
}
