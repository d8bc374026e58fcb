// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.graph;

import io.fermata.language.State;
import io.fermata.language.TaskResource;

/// How a state looks in a graph or a list: icon and few words.
///
/// @param icon the name of a symbol of the sprite
public record StateFace(String type, String icon, String sub) {

    /// The face of a state.
    public static StateFace of(State state) {
        return switch (state) {
            case State.Pass _ -> new StateFace("Pass", "i-pass", "Pass");
            case State.Task task -> task(task.resource());
            case State.Choice _ -> new StateFace("Choice", "i-choice", "Choice");
            case State.Wait _ -> new StateFace("Wait", "i-clock", "Wait");
            case State.Succeed _ -> new StateFace("Succeed", "i-check", "Succeed");
            case State.Fail _ -> new StateFace("Fail", "i-fail", "Fail");
            case State.Parallel _ -> new StateFace("Parallel", "i-par", "Parallel");
            case State.Map _ -> new StateFace("Map", "i-map", "Map");
        };
    }

    /// Whether the state asks people for an approval.
    public static boolean isApproval(State state) {
        return state instanceof State.Task task && task.resource() instanceof TaskResource.Integration called
                && called.service().equals("fermata") && called.action().equals("approval");
    }

    private static StateFace task(TaskResource resource) {
        return switch (resource) {
            case TaskResource.Function(var arn) -> new StateFace("Task", "i-task", "Lambda · " + last(arn));
            case TaskResource.Activity(var arn) -> new StateFace("Task", "i-worker", "Activity · " + last(arn));
            case TaskResource.Integration called when called.service().equals("fermata")
                    && called.action().equals("approval") ->
                new StateFace("Approval", "i-person", "Approval");
            case TaskResource.Integration called when called.service().equals("http") ->
                new StateFace("Task", "i-http", "HTTP · " + called.action());
            case TaskResource.Integration called ->
                new StateFace("Task", "i-task", called.service() + " · " + called.action());
        };
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
