// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.Logging.Level;
import io.fermata.language.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which events which level admits (api.md section 4.10).
class LoggingTest {

    private static final List<HistoryEvent> EVENTS = List.of(
            new HistoryEvent.ExecutionStarted(Json.parse("{}"), "role"),
            new HistoryEvent.StateEntered(StateType.TASK, "T", Json.parse("{}")),
            new HistoryEvent.TaskFailed(new TaskTarget(TaskTarget.Kind.FUNCTION, "", "f"), "E", null),
            new HistoryEvent.StateExited(StateType.TASK, "T", Json.parse("{}"), Map.of(), "F"),
            new HistoryEvent.StateEntered(StateType.FAIL, "F", Json.parse("{}")),
            new HistoryEvent.ContainerFailed(StateType.MAP), new HistoryEvent.StateAborted(StateType.WAIT),
            new HistoryEvent.EvaluationFailed("States.QueryEvaluationError", "why", null, "T"),
            new HistoryEvent.ExecutionFailed(null, null), new HistoryEvent.ExecutionTimedOut(),
            new HistoryEvent.ExecutionAborted(null, null));

    @Test
    void allAdmitsEverything() {
        assertThat(admitted(Level.ALL)).containsExactlyElementsOf(EVENTS.stream().map(EventNames::of).toList());
    }

    @Test
    void errorAdmitsFailuresOfStatesAndOfExecutions() {
        assertThat(admitted(Level.ERROR)).containsExactly("LambdaFunctionFailed", "FailStateEntered", "MapStateFailed",
                "WaitStateAborted", "EvaluationFailed", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted");
    }

    @Test
    void fatalAdmitsFailuresOfExecutionsAlone() {
        assertThat(admitted(Level.FATAL)).containsExactly("ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted");
    }

    @Test
    void offAdmitsNothing() {
        assertThat(admitted(Level.OFF)).isEmpty();
    }

    private static Stream<String> admitted(Level level) {
        return EVENTS.stream().filter(level::admits).map(EventNames::of);
    }
}
