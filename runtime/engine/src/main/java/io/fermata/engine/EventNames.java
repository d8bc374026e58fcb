// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.HistoryEvent.ContainerFailed;
import io.fermata.engine.HistoryEvent.ContainerSucceeded;
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
import io.fermata.engine.HistoryEvent.MapRunAborted;
import io.fermata.engine.HistoryEvent.MapRunFailed;
import io.fermata.engine.HistoryEvent.MapRunRedriven;
import io.fermata.engine.HistoryEvent.MapRunStarted;
import io.fermata.engine.HistoryEvent.MapRunSucceeded;
import io.fermata.engine.HistoryEvent.MapStarted;
import io.fermata.engine.HistoryEvent.ParallelStarted;
import io.fermata.engine.HistoryEvent.StateAborted;
import io.fermata.engine.HistoryEvent.StateEntered;
import io.fermata.engine.HistoryEvent.StateExited;
import io.fermata.engine.HistoryEvent.TaskFailed;
import io.fermata.engine.HistoryEvent.TaskScheduled;
import io.fermata.engine.HistoryEvent.TaskStarted;
import io.fermata.engine.HistoryEvent.TaskSubmitted;
import io.fermata.engine.HistoryEvent.TaskSucceeded;
import io.fermata.engine.HistoryEvent.TaskTimedOut;

/// The public names of history events, as GetExecutionHistory shows them in `type`.
public final class EventNames {

    private EventNames() {}

    /// The public name of an event.
    public static String of(HistoryEvent event) {
        return switch (event) {
            case ExecutionStarted _ -> "ExecutionStarted";
            case ExecutionSucceeded _ -> "ExecutionSucceeded";
            case ExecutionFailed _ -> "ExecutionFailed";
            case ExecutionTimedOut _ -> "ExecutionTimedOut";
            case ExecutionAborted _ -> "ExecutionAborted";
            case ExecutionRedriven _ -> "ExecutionRedriven";
            case StateEntered entered -> entered.type().text() + "StateEntered";
            case StateExited exited -> exited.type().text() + "StateExited";
            case StateAborted aborted -> aborted.type().text() + "StateAborted";
            case TaskScheduled scheduled -> family(scheduled.target()) + "Scheduled";
            case TaskStarted started -> family(started.target()) + "Started";
            case TaskSubmitted _ -> "TaskSubmitted";
            case TaskSucceeded succeeded -> family(succeeded.target()) + "Succeeded";
            case TaskFailed failed -> family(failed.target()) + "Failed";
            case TaskTimedOut timedOut -> family(timedOut.target()) + "TimedOut";
            case ParallelStarted _ -> "ParallelStateStarted";
            case MapStarted _ -> "MapStateStarted";
            case IterationStarted _ -> "MapIterationStarted";
            case IterationSucceeded _ -> "MapIterationSucceeded";
            case IterationFailed _ -> "MapIterationFailed";
            case IterationAborted _ -> "MapIterationAborted";
            case ContainerSucceeded succeeded -> succeeded.type().text() + "StateSucceeded";
            case ContainerFailed failed -> failed.type().text() + "StateFailed";
            case MapRunStarted _ -> "MapRunStarted";
            case MapRunRedriven _ -> "MapRunRedriven";
            case MapRunSucceeded _ -> "MapRunSucceeded";
            case MapRunFailed _ -> "MapRunFailed";
            case MapRunAborted _ -> "MapRunAborted";
            case EvaluationFailed _ -> "EvaluationFailed";
        };
    }

    private static String family(TaskTarget target) {
        return switch (target.kind()) {
            case TASK -> "Task";
            case FUNCTION -> "LambdaFunction";
            case ACTIVITY -> "Activity";
        };
    }
}
