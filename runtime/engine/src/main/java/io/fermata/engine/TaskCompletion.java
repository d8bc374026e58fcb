// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

/// Ends callback tasks on behalf of code that may not know the node, such as approvals.
public interface TaskCompletion {

    /// Tells the execution behind the token how its task ended.
    ///
    /// @param tenant id of the tenant that the token must belong to
    /// @return what became of it; on `UNAVAILABLE` ask again later
    Answer complete(long tenant, String taskToken, TaskOutcome outcome);

    /// What became of an answer to a task.
    enum Answer {

        /// The execution took it; it is durable.
        ACCEPTED,
        /// The task has ended already.
        TASK_TIMED_OUT,
        /// No such task, or no token of this tenant.
        INVALID_TOKEN,
        /// Nobody could say in time; safe to ask again.
        UNAVAILABLE
    }
}
