// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.journal.Append;
import io.fermata.journal.Qualifier;
import io.fermata.language.Json;
import io.fermata.tenancy.Arn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The event "Step Functions Execution Status Change" in EventBridge's format (integrations.md, 10): absent values are
/// null, dates are milliseconds since 1970, and what is too long is left out. Stateless.
final class StatusChangeEvent {

    /// What input and output together may take in an event, escaped: 248 KiB.
    static final int MOST_BYTES = 248 * 1024;

    private StatusChangeEvent() {}

    /// All that an event tells.
    ///
    /// @param started the event with the input; null when a customer's key seals it
    /// @param end the event that ended the execution; null when it runs, or when its end has neither output nor error
    /// @param redrive the last redrive until then; null for none
    /// @param reasonAgainstRedrive null when it may be redriven
    record Told(String id, StatusChange change, ExecutionNames names, Qualifier qualifier, Instant startedAt,
            @Nullable HistoryEvent started, @Nullable HistoryEvent end, Append.@Nullable Redrive redrive,
            @Nullable String reasonAgainstRedrive) {}

    static ObjectNode of(Told told) {
        var names = told.names();
        var arn = Arn.parse(names.executionArn()).orElseThrow();
        var event = JsonNodeFactory.instance.objectNode();
        event.put("version", "0").put("id", told.id());
        event.put("detail-type", "Step Functions Execution Status Change").put("source", "aws.states");
        event.put("account", arn.account());
        event.put("time", told.change().at().truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", arn.region());
        event.putArray("resources").add(names.executionArn());
        detail(event.putObject("detail"), told);
        return event;
    }

    private static void detail(ObjectNode detail, Told told) {
        var names = told.names();
        var change = told.change();
        var redrive = told.redrive();
        var machine = names.stateMachineArn();
        var qualifier = told.qualifier();
        detail.put("executionArn", names.executionArn()).put("stateMachineArn", machine);
        detail.put("name", names.executionName()).put("status", change.status().name());
        detail.put("startDate", told.startedAt().toEpochMilli());
        detail.put("stopDate", change.ends() ? (Long) change.at().toEpochMilli() : null);
        payloads(detail, told);
        detail.put("error", error(told.end())).put("cause", cause(told.end()));
        detail.put("stateMachineVersionArn", qualifier.version() == null ? null : machine + ":" + qualifier.version());
        detail.put("stateMachineAliasArn", qualifier.alias() == null ? null : machine + ":" + qualifier.alias());
        detail.put("redriveCount", redrive == null ? 0 : redrive.number());
        detail.put("redriveDate", redrive == null ? null : (Long) redrive.at().toEpochMilli());
        detail.put("redriveStatus", told.reasonAgainstRedrive() == null ? "REDRIVABLE" : "NOT_REDRIVABLE");
        detail.put("redriveStatusReason", told.reasonAgainstRedrive());
    }

    private static void payloads(ObjectNode detail, Told told) {
        var input = told.started() instanceof HistoryEvent.ExecutionStarted(var given, _) ? text(given) : null;
        var output = told.end() instanceof HistoryEvent.ExecutionSucceeded(var result) ? text(result) : null;
        long outputBytes = escaped(output);
        boolean inputFits = escaped(input) + outputBytes <= MOST_BYTES;
        boolean outputFits = outputBytes <= MOST_BYTES;
        detail.put("input", inputFits ? input : null);
        detail.putObject("inputDetails").put("included", input != null && inputFits);
        detail.put("output", outputFits ? output : null);
        if (output == null && told.change().status() != ExecutionStatus.SUCCEEDED) {
            detail.putNull("outputDetails");
        } else {
            detail.putObject("outputDetails").put("included", output != null && outputFits);
        }
    }

    private static String text(JsonNode value) {
        return Json.write(value);
    }

    private static long escaped(@Nullable String text) {
        return text == null ? 0 : Json.write(StringNode.valueOf(text)).getBytes(StandardCharsets.UTF_8).length - 2;
    }

    private static @Nullable String error(@Nullable HistoryEvent end) {
        return switch (end) {
            case HistoryEvent.ExecutionFailed(var error, _) -> error;
            case HistoryEvent.ExecutionAborted(var error, _) -> error;
            case HistoryEvent _ -> null;
            case null -> null;
        };
    }

    private static @Nullable String cause(@Nullable HistoryEvent end) {
        return switch (end) {
            case HistoryEvent.ExecutionFailed(_, var cause) -> cause;
            case HistoryEvent.ExecutionAborted(_, var cause) -> cause;
            case HistoryEvent _ -> null;
            case null -> null;
        };
    }
}
