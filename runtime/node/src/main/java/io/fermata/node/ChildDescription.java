// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Execution;
import io.fermata.engine.ExecutionStatus;
import io.fermata.journal.Qualifier;
import io.fermata.language.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a `.sync` task shows of the execution it started: DescribeExecution in the spelling of integrations, with times
/// in epoch milliseconds.
final class ChildDescription {

    private ChildDescription() {}

    static ObjectNode of(Execution execution, Qualifier qualifier) {
        var facts = execution.facts();
        var out = JsonNodeFactory.instance.objectNode();
        if (execution.cause() != null) {
            out.put("Cause", execution.cause());
        }
        if (execution.error() != null) {
            out.put("Error", execution.error());
        }
        out.put("ExecutionArn", facts.executionArn());
        var input = execution.input();
        if (input != null) {
            out.put("Input", Json.write(input));
            out.putObject("InputDetails").put("Included", true);
        }
        out.put("Name", facts.executionName());
        var output = execution.output();
        if (output != null) {
            out.put("Output", Json.write(output));
            out.putObject("OutputDetails").put("Included", true);
        }
        out.put("RedriveCount", execution.redriveCount());
        out.put("RedriveStatus",
                execution.status() == ExecutionStatus.SUCCEEDED ? "NOT_REDRIVABLE" : "REDRIVABLE");
        if (execution.status() == ExecutionStatus.SUCCEEDED) {
            out.put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
        }
        time(out, "StartDate", execution.startedAt());
        if (qualifier.alias() != null) {
            out.put("StateMachineAliasArn", facts.stateMachineArn() + ":" + qualifier.alias());
        }
        out.put("StateMachineArn", facts.stateMachineArn());
        if (qualifier.version() != null) {
            out.put("StateMachineVersionArn", facts.stateMachineArn() + ":" + qualifier.version());
        }
        out.put("Status", execution.status().name());
        time(out, "StopDate", execution.stoppedAt());
        return out;
    }

    private static void time(ObjectNode out, String member, @Nullable Instant at) {
        if (at != null) {
            out.put(member, at.toEpochMilli());
        }
    }
}
