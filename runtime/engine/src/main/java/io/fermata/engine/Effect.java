// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.TaskResource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an execution asks of the outside. Released only once the step that decided it is durable.
public sealed interface Effect {

    /// Call the resource of a task.
    ///
    /// @param timeout how long the attempt may take; null when unbounded
    /// @param role role ARN of the state's `Credentials`; null when it has none
    /// @param longestAnswer bytes of answer that the execution can take
    record Dispatch(long scheduled, String stateName, TaskResource resource, JsonNode parameters,
            @Nullable Duration timeout, @Nullable String role, int longestAnswer) implements Effect {}

    /// Put a task into an activity's queue.
    ///
    /// @param heartbeat time allowed between heartbeats; null when unbounded
    record OfferActivity(long scheduled, String activityArn, JsonNode input,
            @Nullable Duration heartbeat) implements Effect {}

    /// Start another execution; its end is answered as the pattern says.
    record StartChild(long scheduled, TaskResource.Pattern pattern, JsonNode parameters) implements Effect {}

    /// Look after the job that the call of a task has started, until it ends.
    ///
    /// @param started what starting it answered, as `TaskSubmitted` shows it
    /// @param role role ARN of the state's `Credentials`; null when it has none
    record Watch(long scheduled, String stateName, TaskResource resource, JsonNode parameters,
            JsonNode started, @Nullable String role) implements Effect {}

    /// Run a distributed Map.
    ///
    /// @param started id of the event that began the Map Run; its end is told as the end of that attempt
    record RunMap(long started, MapRunPlan plan, MapRunBounds bounds) implements Effect {}

    /// A Map Run of this execution was under way when the execution was loaded. Its plan is kept with the run.
    record ResumeMap(long started) implements Effect {}

    /// A Map Run is to go on: its children that did not end well are to run again.
    ///
    /// @param started id of the event that began the run; its end is told as before
    record RedriveMap(long started) implements Effect {}

    /// Nobody waits any more for that Map Run: its children are to be stopped.
    record StopMap(long started) implements Effect {}

    /// Nobody waits any more for that attempt.
    record Cancel(long scheduled) implements Effect {}

    /// The execution is over.
    record Closed(ExecutionStatus status) implements Effect {}
}
