// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Names;
import io.fermata.catalog.StateMachine;
import io.fermata.journal.Qualifier;
import io.fermata.node.StartAnswer;
import io.fermata.node.StartRequest;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import io.fermata.web.api.aws.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Starts an execution of a state machine, of a version, or of the version that an alias chooses. Once this answers, a
/// Standard execution is durable, and an Express one runs at least once.
public final class StartExecution implements Action {

    private final Resources resources;

    public StartExecution(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_START;
    }

    @Override
    public int payloadBytes(Caller caller) {
        return resources.executions().limits(caller.tenant()).payloadBytes();
    }

    @Override
    public void precheck(Caller caller, Params params) {
        Resources.wellFormed(caller, params.optional("stateMachineArn"));
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var text = params.text("stateMachineArn");
        var name = params.optional("name");
        var input = params.optional("input").orElse("{}");
        Resources.unlabelled(caller, text);
        var target = resources.target(caller, text);
        var machine = target.machine();
        Resources.active(machine, text);
        name.filter(given -> !Names.isValid(given)).ifPresent(wrong -> {
            throw ApiError.of("InvalidName", "Invalid Name: '" + wrong + "'");
        });
        var request = new StartRequest(caller.tenant(), machine.id(), target.revision().id(), name.orElse(null),
                Payloads.input(input), caller.principal().name(), new Qualifier(target.version(), target.alias()));
        return switch (resources.executions().start(request)) {
            case StartAnswer.Started started -> JsonNodeFactory.instance.objectNode()
                    .put("executionArn", started.executionArn())
                    .put("startDate", Times.seconds(started.startedAt()));
            case StartAnswer.NameTaken taken when taken.sameInputAndRunning() -> JsonNodeFactory.instance.objectNode()
                    .put("executionArn", arn(caller, machine, taken.existing().name()))
                    .put("startDate", Times.seconds(taken.existing().startedAt()));
            case StartAnswer.NameTaken taken -> throw ApiError.of("ExecutionAlreadyExists",
                    "Execution Already Exists: '" + arn(caller, machine, taken.existing().name()) + "'");
            case StartAnswer.Throttled _ -> throw ApiError.of("ThrottlingException", "Rate exceeded");
            case StartAnswer.Unavailable _ -> throw ApiError.unavailable();
        };
    }

    private static String arn(Caller caller, StateMachine machine, String name) {
        return Arn.execution(caller.region(), caller.account(), machine.name(), name).toString();
    }
}
