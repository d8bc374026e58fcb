// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.TaskResource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A caller of one kind of resource. Implementations are found by the node; one that handles a resource is asked for each
/// attempt of it.
public interface TaskIntegration {

    /// Whether this integration calls that resource.
    boolean handles(TaskResource resource);

    /// The parameters as the attempt is recorded with them and made with, if they keep the resource's rules. Asked in the
    /// turn that begins the attempt, so it must be quick and depend on nothing else.
    ///
    /// @throws EvaluationException `States.Runtime` if a rule is broken: no attempt begins
    default JsonNode prepare(TaskResource resource, JsonNode parameters) {
        return parameters;
    }

    /// What speaks against a result that a test gives instead of calling the resource; empty when it could be one, or when
    /// nothing is known of the resource's results.
    ///
    /// @param complete whether members that a result always has must be there
    default Optional<String> unlike(TaskResource resource, JsonNode result, boolean complete) {
        return Optional.empty();
    }

    /// Makes one call and waits for its answer. Runs on a virtual thread of its own, which is interrupted when nobody waits
    /// for the attempt any more. After a crash the same request is made again with the same idempotency key.
    TaskOutcome call(TaskRequest request);

    /// Makes one call to try a state, and tells what there is to tell of it.
    ///
    /// @param reveal whether secrets may be told
    default TriedCall tryOut(TaskRequest request, boolean reveal) {
        return TriedCall.of(call(request));
    }

    /// Asks once how the job is that [#call] has started for a `.sync` task. Asked again and again, also by another node and
    /// after a crash.
    ///
    /// @param started what the call answered
    /// @return a failure that says so, where an integration starts no jobs
    default JobState look(TaskRequest request, JsonNode started) {
        return new JobState.Ended(new TaskOutcome.Failed("States.TaskFailed",
                "This Fermata cannot wait for the jobs of the resource '" + request.resource().arn() + "'."));
    }

    /// Stops such a job because nobody waits for it any more. Tried once; a job that goes on then goes on.
    default void stop(TaskRequest request, JsonNode started) {}

    /// Hears that nobody waits for an attempt any more: it timed out, or its execution or branch ended. Not said again after
    /// a crash. Most integrations need not know, because their call's thread is interrupted as well.
    ///
    /// @param scheduled id of the event that began the attempt
    default void abandoned(long tenant, long executionNo, long scheduled) {}
}
