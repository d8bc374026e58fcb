// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

/// How a job is that a task has started and waits for.
public sealed interface JobState {

    /// It has not ended.
    record Running() implements JobState {}

    /// It has ended, well or badly.
    record Ended(TaskOutcome outcome) implements JobState {}

    /// The service did not say. What it said instead becomes the task's error if it goes on like that.
    record Unknown(TaskOutcome.Failed trouble) implements JobState {}
}
