// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;

/// Shows a Map Run. There is none yet (ADR 15).
public final class DescribeMapRun implements Action {

    @Override
    public Permission permission() {
        return Permission.EXECUTION_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var arn = params.required("mapRunArn", 1, 2000);
        params.check();
        throw Resources.noMapRun(caller, arn);
    }
}
