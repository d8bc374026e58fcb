// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.HistoryEvent.EvaluationFailed;
import io.fermata.engine.HistoryEvent.ExecutionAborted;
import io.fermata.engine.HistoryEvent.ExecutionFailed;
import io.fermata.engine.HistoryEvent.ExecutionRedriven;
import io.fermata.engine.HistoryEvent.ExecutionStarted;
import io.fermata.engine.HistoryEvent.ExecutionSucceeded;
import io.fermata.engine.HistoryEvent.ExecutionTimedOut;
import io.fermata.engine.HistoryEvent.IterationAborted;
import io.fermata.engine.HistoryEvent.IterationFailed;
import io.fermata.engine.HistoryEvent.IterationStarted;
import io.fermata.engine.HistoryEvent.IterationSucceeded;
import io.fermata.engine.HistoryEvent.MapStarted;
import io.fermata.engine.HistoryEvent.StateEntered;
import io.fermata.engine.HistoryEvent.StateExited;
import io.fermata.engine.HistoryEvent.TaskFailed;
import io.fermata.engine.HistoryEvent.TaskScheduled;
import io.fermata.engine.HistoryEvent.TaskStarted;
import io.fermata.engine.HistoryEvent.TaskSubmitted;
import io.fermata.engine.HistoryEvent.TaskSucceeded;
import io.fermata.engine.HistoryEvent.TaskTimedOut;
import io.fermata.language.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The details of a history event, as AWS shows them in histories and logs (history.md sections 1 and 2).
public final class EventDetails {

    private final String region;
    private final boolean data;

    /// @param data whether inputs and outputs are shown (`includeExecutionData`)
    public EventDetails(String region, boolean data) {
        this.region = region;
        this.data = data;
    }

    /// What belongs to an event; null for an event of which AWS shows no details.
    public @Nullable ObjectNode of(HistoryEvent event) {
        var details = JsonNodeFactory.instance.objectNode();
        return switch (event) {
            case ExecutionStarted(var input, var role) -> {
                payload(details, "input", input);
                yield details.put("roleArn", role);
            }
            case ExecutionSucceeded(var output) -> payload(details, "output", output);
            case ExecutionFailed(var error, var cause) -> problem(details, error, cause);
            case ExecutionTimedOut() -> details.put("error", "States.Timeout");
            case ExecutionAborted(var error, var cause) -> problem(details, error, cause);
            case ExecutionRedriven(var count) -> details.put("redriveCount", count);
            case StateEntered(_, var name, var input) -> payload(details.put("name", name), "input", input);
            case StateExited exited -> exited(details, exited);
            case TaskScheduled scheduled -> scheduled(details, scheduled);
            case TaskStarted(var target, var worker) -> started(details, target, worker);
            case TaskSubmitted(var target, var output) -> payload(target(details, target), "output", output);
            case TaskSucceeded(var target, var output) -> payload(target(details, target), "output", output);
            case TaskFailed(var target, var error, var cause) -> problem(target(details, target), error, cause);
            case TaskTimedOut(var target, var error) -> target(details, target).put("error", error);
            case MapStarted(var length) -> details.put("length", length);
            case IterationStarted(var name, var index) -> iteration(details, name, index);
            case IterationSucceeded(var name, var index) -> iteration(details, name, index);
            case IterationFailed(var name, var index) -> iteration(details, name, index);
            case IterationAborted(var name, var index) -> iteration(details, name, index);
            case EvaluationFailed(var error, var cause, var location, var state) -> {
                problem(details, error, cause);
                if (location != null) {
                    details.put("location", location);
                }
                yield details.put("state", state);
            }
            case HistoryEvent.MapRunStarted(var arn) -> details.put("mapRunArn", arn);
            case HistoryEvent.MapRunRedriven(var arn, var count) ->
                details.put("mapRunArn", arn).put("redriveCount", count);
            case HistoryEvent.MapRunFailed(var error, var cause) -> problem(details, error, cause);
            case HistoryEvent.MapRunSucceeded _,HistoryEvent.MapRunAborted _ -> null;
            case HistoryEvent.StateAborted _,HistoryEvent.ParallelStarted _,HistoryEvent.ContainerSucceeded _,HistoryEvent.ContainerFailed _ ->
                null;
        };
    }

    private ObjectNode exited(ObjectNode details, StateExited exited) {
        payload(details.put("name", exited.name()), "output", exited.output());
        if (!exited.assigned().isEmpty()) {
            var variables = details.putObject("assignedVariables");
            exited.assigned().forEach((name, value) -> variables.put(name, Json.write(value)));
            details.putObject("assignedVariablesDetails").put("truncated", false);
        }
        return details;
    }

    private ObjectNode scheduled(ObjectNode details, TaskScheduled scheduled) {
        var target = scheduled.target();
        switch (target.kind()) {
            case TASK -> {
                target(details, target).put("region", region).put("parameters", Json.write(scheduled.parameters()));
            }
            case FUNCTION, ACTIVITY -> payload(details.put("resource", target.resource()), "input",
                    scheduled.parameters());
        }
        if (scheduled.timeoutSeconds() != null) {
            details.put("timeoutInSeconds", scheduled.timeoutSeconds());
        }
        if (scheduled.heartbeatSeconds() != null) {
            details.put("heartbeatInSeconds", scheduled.heartbeatSeconds());
        }
        if (scheduled.credentialsRole() != null) {
            details.putObject("taskCredentials").put("roleArn", scheduled.credentialsRole());
        }
        return details;
    }

    private static @Nullable ObjectNode started(ObjectNode details, TaskTarget target, @Nullable String worker) {
        return switch (target.kind()) {
            case TASK -> target(details, target);
            case FUNCTION -> null;
            case ACTIVITY -> worker == null ? details : details.put("workerName", worker);
        };
    }

    private static ObjectNode target(ObjectNode details, TaskTarget target) {
        return target.kind() == TaskTarget.Kind.TASK
                ? details.put("resourceType", target.resourceType()).put("resource", target.resource())
                : details;
    }

    private static ObjectNode iteration(ObjectNode details, String name, int index) {
        return details.put("name", name).put("index", index);
    }

    private static ObjectNode problem(ObjectNode details, @Nullable String error, @Nullable String cause) {
        if (error != null) {
            details.put("error", error);
        }
        if (cause != null) {
            details.put("cause", cause);
        }
        return details;
    }

    private ObjectNode payload(ObjectNode details, String member, JsonNode value) {
        if (data) {
            details.put(member, Json.write(value));
            details.putObject(member + "Details").put("truncated", false);
        }
        return details;
    }
}
