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

    /// Which events are logged.
    public enum Level {

        ALL,
        ERROR,
        FATAL,
        OFF;

        /// Whether an event is logged at this level (AWS: "Using CloudWatch Logs to log execution history").
        public boolean admits(HistoryEvent event) {
            return switch (this) {
                case ALL -> true;
                case ERROR -> fatal(event) || error(event);
                case FATAL -> fatal(event);
                case OFF -> false;
            };
        }

        private static boolean fatal(HistoryEvent event) {
            return event instanceof HistoryEvent.ExecutionFailed || event instanceof HistoryEvent.ExecutionTimedOut
                    || event instanceof HistoryEvent.ExecutionAborted;
        }

        private static boolean error(HistoryEvent event) {
            return event instanceof HistoryEvent.StateEntered(var type, _, _) && type == StateType.FAIL
                    || event instanceof HistoryEvent.TaskFailed || event instanceof HistoryEvent.TaskTimedOut
                    || event instanceof HistoryEvent.StateAborted || event instanceof HistoryEvent.IterationFailed
                    || event instanceof HistoryEvent.IterationAborted
                    || event instanceof HistoryEvent.ContainerFailed
                    || event instanceof HistoryEvent.EvaluationFailed;
        }
    }
}
