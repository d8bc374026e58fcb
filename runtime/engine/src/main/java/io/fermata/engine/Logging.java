// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.util.List;

/// What of an execution is logged, as its state machine's `loggingConfiguration` says. Immutable.
///
/// @param data whether inputs and outputs are logged (`includeExecutionData`)
/// @param destinations ARNs of CloudWatch Logs log groups, each ending in `:*`; AWS takes one
public record Logging(Level level, boolean data, List<String> destinations) {

    /// Nothing is logged.
    public static final Logging OFF = new Logging(Level.OFF, false, List.of());

    public Logging {
        destinations = List.copyOf(destinations);
    }

    /// Which events are logged, from all to none.
    public enum Level {

        ALL,
        ERROR,
        FATAL,
        OFF;

        /// Whether an event is logged at this level (AWS: "Using CloudWatch Logs to log execution history").
        public boolean admits(HistoryEvent event) {
            return compareTo(of(event)) <= 0;
        }

        /// The least level at which an event is logged.
        private static Level of(HistoryEvent event) {
            return switch (event) {
                case HistoryEvent.ExecutionFailed _,HistoryEvent.ExecutionTimedOut _,HistoryEvent.ExecutionAborted _ ->
                    FATAL;
                case HistoryEvent.StateEntered(var type, _, _) -> type == StateType.FAIL ? ERROR : ALL;
                case HistoryEvent.TaskFailed _,HistoryEvent.TaskTimedOut _,HistoryEvent.StateAborted _ -> ERROR;
                case HistoryEvent.IterationFailed _,HistoryEvent.IterationAborted _ -> ERROR;
                case HistoryEvent.ContainerFailed _,HistoryEvent.EvaluationFailed _ -> ERROR;
                case HistoryEvent.MapRunFailed _,HistoryEvent.MapRunAborted _ -> ERROR;
                case HistoryEvent.MapRunStarted _,HistoryEvent.MapRunRedriven _,HistoryEvent.MapRunSucceeded _ -> ALL;
                case HistoryEvent.ExecutionStarted _,HistoryEvent.ExecutionSucceeded _,HistoryEvent.ExecutionRedriven _ ->
                    ALL;
                case HistoryEvent.StateExited _,HistoryEvent.TaskScheduled _,HistoryEvent.TaskStarted _ -> ALL;
                case HistoryEvent.TaskSubmitted _,HistoryEvent.TaskSucceeded _ -> ALL;
                case HistoryEvent.ParallelStarted _,HistoryEvent.MapStarted _,HistoryEvent.ContainerSucceeded _ -> ALL;
                case HistoryEvent.IterationStarted _,HistoryEvent.IterationSucceeded _ -> ALL;
            };
        }
    }
}
