// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What happened in an execution, as AWS's history tells it. State type and task kind are fields, so that few records
/// cover all public event types; {@link EventNames} makes the public name. The fold in {@link Execution} reads these and
/// {@link Note}s and nothing else.
public sealed interface HistoryEvent extends Entry {

    /// The execution began.
    record ExecutionStarted(JsonNode input, String roleArn) implements HistoryEvent {}

    /// The execution ended well.
    record ExecutionSucceeded(JsonNode output) implements HistoryEvent {}

    /// The execution ended with an error.
    record ExecutionFailed(@Nullable String error, @Nullable String cause) implements HistoryEvent {}

    /// The budget of the whole execution was used up.
    record ExecutionTimedOut() implements HistoryEvent {}

    /// The execution was stopped from outside.
    record ExecutionAborted(@Nullable String error, @Nullable String cause) implements HistoryEvent {}

    /// The execution that had ended goes on.
    ///
    /// @param redriveCount how often that has happened, this time included
    record ExecutionRedriven(int redriveCount) implements HistoryEvent {}

    /// Control came into a state.
    record StateEntered(StateType type, String name, JsonNode input) implements HistoryEvent {}

    /// Control left a state.
    ///
    /// @param assigned the variables this state assigned, in the definition's order; empty when none
    /// @param next the state that follows, null when the flow ends; not shown outside
    record StateExited(StateType type, String name, JsonNode output, Map<String, JsonNode> assigned,
            @Nullable String next) implements HistoryEvent {

        public StateExited {
            assigned = Collections.unmodifiableMap(new LinkedHashMap<>(assigned));
        }
    }

    /// A state was cut off because a sibling failed.
    record StateAborted(StateType type) implements HistoryEvent {}

    /// An attempt of a task is due to be made.
    ///
    /// @param parameters what the task is given
    /// @param timeoutSeconds seconds for this attempt; null when the definition sets none
    /// @param heartbeatSeconds seconds between heartbeats; null when the definition sets none
    /// @param credentialsRole role ARN of the state's `Credentials`; null when absent
    record TaskScheduled(TaskTarget target, JsonNode parameters, @Nullable Long timeoutSeconds,
            @Nullable Long heartbeatSeconds, @Nullable String credentialsRole) implements HistoryEvent {}

    /// An attempt began; for an activity: a worker took it.
    record TaskStarted(TaskTarget target, @Nullable String workerName) implements HistoryEvent {}

    /// A job or callback task was handed over and is now waited for.
    record TaskSubmitted(TaskTarget target, JsonNode output) implements HistoryEvent {}

    /// An attempt ended well.
    record TaskSucceeded(TaskTarget target, JsonNode output) implements HistoryEvent {}

    /// An attempt ended with an error.
    record TaskFailed(TaskTarget target, @Nullable String error, @Nullable String cause) implements HistoryEvent {}

    /// An attempt took too long, or its heartbeats stopped.
    record TaskTimedOut(TaskTarget target, String error) implements HistoryEvent {}

    /// A Parallel state opened its branches.
    record ParallelStarted() implements HistoryEvent {}

    /// A Map state opened its iterations.
    record MapStarted(int length) implements HistoryEvent {}

    /// One iteration of a Map began.
    record IterationStarted(String name, int index) implements HistoryEvent {}

    /// One iteration of a Map ended well.
    record IterationSucceeded(String name, int index) implements HistoryEvent {}

    /// One iteration of a Map ended with an error.
    record IterationFailed(String name, int index) implements HistoryEvent {}

    /// One iteration of a Map was cut off because another failed.
    record IterationAborted(String name, int index) implements HistoryEvent {}

    /// All branches or iterations ended well.
    record ContainerSucceeded(StateType type) implements HistoryEvent {}

    /// A branch or iteration failed and no retry is left.
    record ContainerFailed(StateType type) implements HistoryEvent {}

    /// The Map Run of a distributed Map began: its iterations are executions of their own, outside of this history.
    record MapRunStarted(String mapRunArn) implements HistoryEvent {}

    /// A Map Run that had ended, or was to end, goes on: only what did not end well runs again.
    ///
    /// @param redriveCount how often that has happened to this run, this time included
    record MapRunRedriven(String mapRunArn, int redriveCount) implements HistoryEvent {}

    /// A Map Run ended well.
    record MapRunSucceeded() implements HistoryEvent {}

    /// A Map Run ended with an error.
    record MapRunFailed(@Nullable String error, @Nullable String cause) implements HistoryEvent {}

    /// A Map Run was cut off because a sibling of its state failed.
    record MapRunAborted() implements HistoryEvent {}

    /// A JSONata expression could not be evaluated.
    ///
    /// @param location the field to blame, null when none is
    record EvaluationFailed(String error, String cause, @Nullable String location,
            String state) implements HistoryEvent {}
}
