// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.TaskResource;

/// What a task event names.
///
/// @param kind which family of history events the task writes
/// @param resourceType the service part, for instance `lambda`; empty for functions and activities
/// @param resource the action with its suffix, or the ARN of the function or activity
public record TaskTarget(Kind kind, String resourceType, String resource) {

    /// The three families of task events (`reference`: history event types).
    public enum Kind {
        TASK,
        FUNCTION,
        ACTIVITY
    }

    /// The target of a parsed resource.
    public static TaskTarget of(TaskResource resource) {
        return switch (resource) {
            case TaskResource.Function(var arn) -> new TaskTarget(Kind.FUNCTION, "", arn);
            case TaskResource.Activity(var arn) -> new TaskTarget(Kind.ACTIVITY, "", arn);
            case TaskResource.Integration integration ->
                new TaskTarget(Kind.TASK, integration.service(), integration.actionWithSuffix());
        };
    }
}
