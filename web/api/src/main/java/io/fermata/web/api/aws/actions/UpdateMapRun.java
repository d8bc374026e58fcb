// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;

/// Changes the bounds of a Map Run. There is none yet (ADR 15).
public final class UpdateMapRun implements Action {

    @Override
    public Permission permission() {
        return Permission.EXECUTION_START;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.required("mapRunArn", 1, 2000);
        params.decimal("maxConcurrency", 0, Integer.MAX_VALUE);
        params.decimal("toleratedFailurePercentage", 0, 100);
        params.decimal("toleratedFailureCount", 0, Long.MAX_VALUE);
        params.check();
        throw Resources.noMapRun(caller, arn);
    }
}
