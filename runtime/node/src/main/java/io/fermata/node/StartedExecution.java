// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What `states:startExecution` answers, by AWS's model of StartExecution and, where the end is waited for, of
/// DescribeExecution. Stateless.
final class StartedExecution {

    private static final List<String> STARTED = List.of("ExecutionArn", "StartDate");
    private static final List<String> ENDED = List.of("ExecutionArn", "StateMachineArn", "StartDate", "Status");
    private static final List<String> OTHER_TEXTS = List.of("Name", "StopDate", "TraceHeader", "MapRunArn", "Error",
            "Cause", "StateMachineVersionArn", "StateMachineAliasArn", "RedriveDate", "RedriveStatus",
            "RedriveStatusReason");
    private static final List<String> STATUSES = List.of("RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED",
            "PENDING_REDRIVE");

    private StartedExecution() {}

    static boolean starts(TaskResource.Integration resource) {
        return resource.service().equals("states") && resource.action().equals("startExecution");
    }

    /// What speaks against a mocked result; empty when nothing does.
    static Optional<String> unlike(TaskResource.Integration resource, JsonNode result, boolean complete) {
        if (!result.isObject()) {
            return Optional.of("Mocked result must be a JSON object.");
        }
        boolean waits = resource.pattern() != Pattern.REQUEST_RESPONSE;
        var required = waits ? ENDED : STARTED;
        for (var name : required) {
            if (complete && !result.hasNonNull(name)) {
                return Optional.of("Required field '" + name + "' is missing");
            }
            if (result.hasNonNull(name) && !result.get(name).isString()) {
                return Optional.of("Field '" + name + "' must be a string");
            }
        }
        if (!waits) {
            return Optional.empty();
        }
        if (result.hasNonNull("Status") && !STATUSES.contains(result.get("Status").stringValue())) {
            return Optional.of("Field 'Status' is not an expected value");
        }
        return OTHER_TEXTS.stream().filter(name -> result.hasNonNull(name) && !result.get(name).isString())
                .map(name -> "Field '" + name + "' must be a string").findFirst();
    }
}
