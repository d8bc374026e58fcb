// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.language.Json;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Runs an Express state machine to its end. There are Standard ones only, which AWS refuses here.
public final class StartSyncExecution implements Action {

    private final Resources resources;

    public StartSyncExecution(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_START;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var text = params.required("stateMachineArn", 1, 256);
        if (!text.isEmpty()) {
            Resources.typed(caller, text, "stateMachine");
        }
        params.optional("name", 1, 80);
        params.payload("input", Json.MAX_BYTES);
        params.optional("traceHeader", 0, 256);
        params.oneOf("includedData", Set.of("ALL_DATA", "METADATA_ONLY"));
        params.check();
        Resources.unlabelled(caller, text);
        resources.target(caller, text);
        throw ApiError.of("StateMachineTypeNotSupported",
                "This operation is not supported by this type of state machine");
    }
}
