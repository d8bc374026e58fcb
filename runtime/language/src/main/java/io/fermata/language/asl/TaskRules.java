// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.MachineType;
import io.fermata.language.Numbers;
import io.fermata.language.TaskResource.Pattern;
import io.fermata.language.TaskResource;
import io.fermata.language.text.Source;

/// Checks what only Task states have: the resource, credentials, and the order of their two time limits.
final class TaskRules {

    private final Findings findings;
    private final FieldRules fields;
    private final MachineType type;

    TaskRules(Findings findings, FieldRules fields, MachineType type) {
        this.findings = findings;
        this.fields = fields;
        this.type = type;
    }

    void check(Source state) {
        fields.oneOf(state, false, "TimeoutSeconds", "TimeoutSecondsPath");
        fields.oneOf(state, false, "HeartbeatSeconds", "HeartbeatSecondsPath");
        var resource = state.member("Resource");
        if (resource != null && resource.value().isString()) {
            resource(state, resource);
        }
        credentials(state);
        heartbeat(state);
    }

    private void resource(Source state, Source source) {
        var arn = source.value().stringValue();
        if (!ResourceTable.isArn(arn)) {
            findings.schema("Value is not a valid resource ARN", source);
            return;
        }
        var resource = ResourceTable.find(arn);
        if (resource == null) {
            findings.schema(
                    "The resource provided " + arn + " is not recognized. The value is not a valid resource ARN,"
                            + " or the resource is not available in this region.",
                    source);
            return;
        }
        if (resource instanceof TaskResource.Activity && state.has("Credentials")) {
            findings.schema("The field 'Credentials' is not supported for activities", state);
        }
        if (type == MachineType.EXPRESS) {
            express(resource, source);
        }
    }

    private void express(TaskResource resource, Source source) {
        switch (resource) {
            case TaskResource.Function _ -> {
            }
            case TaskResource.Activity _ ->
                findings.schema("Express state machine does not support Activity ARN", source);
            case TaskResource.Integration integration -> {
                switch (integration.pattern()) {
                    case Pattern.REQUEST_RESPONSE -> {
                    }
                    case Pattern.SYNC, Pattern.SYNC_2 ->
                        findings.schema("Express state machine does not support '.sync' service integration", source);
                    // The blank at the end is AWS's own.
                    case Pattern.CALLBACK -> findings.schema(
                            "Express state machine does not support '.waitForTaskToken' service integration ", source);
                }
            }
        }
    }

    private void credentials(Source state) {
        var credentials = state.member("Credentials");
        if (credentials == null) {
            return;
        }
        if (credentials.value().isString() && JsonataText.isExpression(credentials.value().stringValue())) {
            return;
        }
        if (!credentials.value().isObject()) {
            findings.schema("Expected value of type [OBJECT]", credentials);
        } else if (!credentials.has("RoleArn") && !credentials.has("RoleArn.$")) {
            findings.schema("The field 'RoleArn' is required but was missing", credentials);
        }
    }

    private void heartbeat(Source state) {
        var timeout = state.member("TimeoutSeconds");
        var heartbeat = state.member("HeartbeatSeconds");
        if (timeout == null || heartbeat == null) {
            return;
        }
        var limit = Numbers.whole(timeout.value());
        var interval = Numbers.whole(heartbeat.value());
        if (limit != null && interval != null && interval >= limit) {
            findings.schema("HeartbeatSeconds must be smaller than TimeoutSeconds", heartbeat);
        }
    }
}
