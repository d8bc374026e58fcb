// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.engine.EventNames;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Recorded;
import io.fermata.web.console.text.Words;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One event of a history as the table shows it.
///
/// @param state the state it belongs to, or empty
record EventRow(long id, String iso, String when, String name, String detail, String state, boolean bad) {

    private static final int LONGEST = 200;

    static EventRow of(Recorded recorded, HistoryEvent event, String state, Instant start) {
        var name = EventNames.of(event);
        return new EventRow(recorded.id(), recorded.at().toString(),
                Words.duration(Duration.between(start, recorded.at())), name, detail(event, state), state,
                name.endsWith("Failed") || name.endsWith("TimedOut") || name.endsWith("Aborted"));
    }

    private static String detail(HistoryEvent event, String state) {
        return switch (event) {
            case HistoryEvent.ExecutionFailed(var error, var cause) -> problem(error, cause);
            case HistoryEvent.ExecutionAborted(var error, var cause) -> problem(error, cause);
            case HistoryEvent.ExecutionRedriven(var count) -> count == 1 ? "once" : count + " times";
            case HistoryEvent.StateEntered entered -> entered.name();
            case HistoryEvent.StateExited exited ->
                exited.next() == null ? exited.name() : exited.name() + " → " + exited.next();
            case HistoryEvent.TaskScheduled scheduled ->
                state + " · " + target(scheduled.target().resourceType(), scheduled.target().resource());
            case HistoryEvent.TaskStarted started ->
                started.workerName() == null ? state : state + " · " + started.workerName();
            case HistoryEvent.TaskFailed(_, var error, var cause) -> problem(error, cause);
            case HistoryEvent.TaskTimedOut(_, var error) -> problem(error, null);
            case HistoryEvent.MapStarted(var length) -> state + " · " + length + " items";
            case HistoryEvent.IterationStarted(_, var index) -> state + " · item " + index;
            case HistoryEvent.IterationSucceeded(_, var index) -> state + " · item " + index;
            case HistoryEvent.IterationFailed(_, var index) -> state + " · item " + index;
            case HistoryEvent.IterationAborted(_, var index) -> state + " · item " + index;
            case HistoryEvent.MapRunStarted(var arn) -> state + " · " + arn.substring(arn.lastIndexOf(':') + 1);
            case HistoryEvent.MapRunRedriven(var arn, var count) ->
                state + " · " + arn.substring(arn.lastIndexOf(':') + 1) + " · redrive " + count;
            case HistoryEvent.MapRunFailed(var error, var cause) -> problem(error, cause);
            case HistoryEvent.EvaluationFailed failed -> problem(failed.error(), failed.cause());
            case HistoryEvent.ExecutionStarted _,HistoryEvent.ExecutionSucceeded _,HistoryEvent.ExecutionTimedOut _,HistoryEvent.StateAborted _,HistoryEvent.TaskSubmitted _,HistoryEvent.TaskSucceeded _,HistoryEvent.ParallelStarted _,HistoryEvent.MapRunSucceeded _,HistoryEvent.MapRunAborted _,HistoryEvent.ContainerSucceeded _,HistoryEvent.ContainerFailed _ ->
                state;
        };
    }

    private static String target(String type, String resource) {
        return type.isEmpty() ? resource.substring(resource.lastIndexOf(':') + 1) : type + ":" + resource;
    }

    private static String problem(@Nullable String error, @Nullable String cause) {
        var text = error == null ? "" : error;
        return Words.cut(cause == null || cause.isEmpty() ? text : text + " · " + cause, LONGEST);
    }
}
