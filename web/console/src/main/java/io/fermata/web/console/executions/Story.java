// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Note;
import io.fermata.engine.Recorded;
import io.fermata.language.Flow;
import io.fermata.web.console.graph.Colouring;
import io.fermata.web.console.graph.Graphs;
import io.fermata.web.console.text.StatusWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What happened in an execution, state by state: a fold over its history for people. Used by one request.
final class Story {

    private final Map<Integer, Stay> open = new LinkedHashMap<>();
    /// Stays that were cut off and not left, with which a redrive goes on.
    private final Map<Integer, Stay> cutOff = new LinkedHashMap<>();
    private final List<Stay> stays = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Set<String>> inside = new HashMap<>();
    private final Map<Long, String> stateOfEvent = new HashMap<>();
    private final List<Instant> moments = new ArrayList<>();
    private int retries;
    private boolean runsMaps;
    private @Nullable JsonNode input;
    private @Nullable JsonNode output;
    private @Nullable String error;
    private @Nullable String cause;
    private @Nullable Stay failedAt;

    private Story(Flow flow) {
        contents(flow);
    }

    static Story of(Flow flow, List<Recorded> history) {
        var story = new Story(flow);
        history.forEach(story::take);
        return story;
    }

    private Set<String> contents(Flow flow) {
        var all = new HashSet<String>();
        flow.states().values().forEach(state -> {
            var within = new HashSet<String>();
            Graphs.inner(state).forEach(inner -> within.addAll(contents(inner)));
            inside.put(state.name(), within);
            all.add(state.name());
            all.addAll(within);
        });
        return all;
    }

    private void take(Recorded recorded) {
        if (recorded.id() > 0) {
            moments.add(recorded.at());
        }
        switch (recorded.entry()) {
            case HistoryEvent event -> take(recorded, event);
            case Note note -> note(recorded, note);
        }
    }

    private void take(Recorded recorded, HistoryEvent event) {
        if (event instanceof HistoryEvent.StateEntered entered) {
            var stay = new Stay(entered.name(), recorded.at(), entered.input(), recorded.id());
            stays.add(stay);
            open.put(recorded.frame(), stay);
        }
        var stay = open.get(recorded.frame());
        if (stay != null) {
            stay.lastEvent = recorded.id();
            stateOfEvent.put(recorded.id(), stay.state);
        }
        switch (event) {
            case HistoryEvent.ExecutionStarted started -> input = started.input();
            case HistoryEvent.ExecutionSucceeded succeeded -> output = succeeded.output();
            case HistoryEvent.ExecutionFailed(var name, var text) -> {
                error = name;
                cause = text;
                end(recorded, StatusWord.FAILED);
            }
            case HistoryEvent.ExecutionTimedOut _ -> {
                error = "States.Timeout";
                end(recorded, StatusWord.TIMED_OUT);
            }
            case HistoryEvent.ExecutionAborted(var name, var text) -> {
                error = name;
                cause = text;
                end(recorded, StatusWord.STOPPED);
            }
            case HistoryEvent.ExecutionRedriven _ -> redrive(recorded);
            case HistoryEvent.StateExited exited -> leave(recorded, exited);
            case HistoryEvent.StateAborted _ -> {
                if (stay != null) {
                    stay.close(StatusWord.STOPPED, recorded.at());
                    open.remove(recorded.frame());
                    cutOff.put(recorded.frame(), stay);
                }
            }
            case HistoryEvent.ContainerFailed _ -> {
                if (stay != null) {
                    stay.containerFailed = true;
                    closeInside(stay.state, recorded.at());
                }
            }
            case HistoryEvent.MapRunStarted _ -> runsMaps = true;
            case HistoryEvent.MapRunFailed(var name, var text) -> {
                if (stay != null) {
                    stay.error = name;
                    stay.cause = text;
                }
            }
            case HistoryEvent.EvaluationFailed failed -> {
                if (stay != null) {
                    stay.error = failed.error();
                    stay.cause = failed.cause();
                }
            }
            case HistoryEvent.ParallelStarted _,HistoryEvent.MapStarted _,HistoryEvent.MapRunRedriven _ -> {
                if (stay != null) {
                    stay.dueAt = null;
                    stay.retrying = false;
                    stay.containerFailed = false;
                }
            }
            case HistoryEvent.TaskScheduled _,HistoryEvent.TaskStarted _,HistoryEvent.TaskSubmitted _,HistoryEvent.TaskSucceeded _,HistoryEvent.TaskFailed _,HistoryEvent.TaskTimedOut _ -> {
                if (stay != null) {
                    attempt(stay, recorded, event);
                }
            }
            case HistoryEvent.StateEntered _,HistoryEvent.MapRunSucceeded _,HistoryEvent.MapRunAborted _,HistoryEvent.IterationStarted _,HistoryEvent.IterationSucceeded _,HistoryEvent.IterationFailed _,HistoryEvent.IterationAborted _,HistoryEvent.ContainerSucceeded _ ->
                {
                }
        }
    }

    private static void attempt(Stay stay, Recorded recorded, HistoryEvent event) {
        if (event instanceof HistoryEvent.TaskScheduled scheduled) {
            stay.attempts.add(new Stay.Attempt(recorded.id(), recorded.at(), scheduled.target()));
            stay.dueAt = null;
            stay.retrying = false;
        }
        var last = stay.lastAttempt();
        if (last == null) {
            return;
        }
        switch (event) {
            case HistoryEvent.TaskStarted _ -> last.started = true;
            case HistoryEvent.TaskSubmitted _ -> last.submitted = true;
            case HistoryEvent.TaskSucceeded _ -> last.to = recorded.at();
            case HistoryEvent.TaskFailed(_, var error, var cause) -> fail(last, recorded.at(), error, cause);
            case HistoryEvent.TaskTimedOut(_, var error) -> fail(last, recorded.at(), error, null);
            default -> { // the other kinds of events say nothing of an attempt
            }
        }
    }

    private static void fail(Stay.Attempt attempt, Instant at, @Nullable String error, @Nullable String cause) {
        attempt.to = at;
        attempt.failed = true;
        attempt.error = error;
        attempt.cause = cause;
    }

    private void leave(Recorded recorded, HistoryEvent.StateExited exited) {
        taken.add(Colouring.key(exited.name(), exited.next()));
        var stay = open.remove(recorded.frame());
        if (stay != null) {
            stay.close(stay.failedLast() ? StatusWord.CAUGHT : StatusWord.SUCCEEDED, recorded.at());
            stay.output = exited.output();
            closeInside(stay.state, recorded.at());
            forgetInside(stay.state);
        }
    }

    private void forgetInside(String container) {
        var within = inside.getOrDefault(container, Set.of());
        cutOff.values().removeIf(stay -> within.contains(stay.state));
    }

    /// What was cut off is visited anew, though the history has no second entry for it.
    private void redrive(Recorded recorded) {
        error = null;
        cause = null;
        failedAt = null;
        cutOff.forEach((frame, stay) -> {
            var again = new Stay(stay.state, recorded.at(), stay.input, recorded.id());
            stays.add(again);
            open.put(frame, again);
        });
        cutOff.clear();
    }

    private void closeInside(String container, Instant at) {
        var within = inside.getOrDefault(container, Set.of());
        open.entrySet().removeIf(entry -> {
            var stay = entry.getValue();
            boolean gone = within.contains(stay.state);
            if (gone) {
                cutOff.put(entry.getKey(), stay);
                stay.close(stay.failedLast() ? StatusWord.FAILED : StatusWord.STOPPED, at);
            }
            return gone;
        });
    }

    private void end(Recorded recorded, StatusWord how) {
        var left = new ArrayList<>(open.values());
        cutOff.putAll(open);
        open.clear();
        if (how == StatusWord.FAILED) {
            left.stream().filter(stay -> stay.failedLast() || stay.lastEvent == recorded.previousId())
                    .forEach(stay -> stay.close(StatusWord.FAILED, recorded.at()));
            left.stream().filter(Stay::open).forEach(stay -> stay.close(StatusWord.STOPPED, recorded.at()));
            failedAt = stays.reversed().stream().filter(stay -> stay.status == StatusWord.FAILED)
                    .filter(stay -> inside.getOrDefault(stay.state, Set.of()).isEmpty()).findFirst()
                    .orElse(left.isEmpty() ? null : left.getLast());
        } else {
            left.forEach(stay -> stay.close(how, recorded.at()));
            failedAt = left.isEmpty() ? null : left.getLast();
        }
    }

    private void note(Recorded recorded, Note note) {
        var stay = open.get(recorded.frame());
        if (stay == null) {
            return;
        }
        switch (note) {
            case Note.WaitScheduled(var dueAt) -> stay.dueAt = dueAt;
            case Note.RetryScheduled(_, var dueAt) -> {
                retries++;
                stay.dueAt = dueAt;
                stay.retrying = true;
                closeInside(stay.state, recorded.at());
                forgetInside(stay.state);
            }
            case Note.MapPlanned _,Note.LimitsSet _ -> {
            }
        }
    }

    /// All stays in the order of their beginning.
    List<Stay> stays() {
        return stays;
    }

    List<Stay> stays(String state) {
        return stays.stream().filter(stay -> stay.state.equals(state)).toList();
    }

    /// The states in which something is awaited or done now: open and not around other open ones.
    List<Stay> now() {
        return open.values().stream().filter(stay -> open.values().stream()
                .noneMatch(other -> inside.getOrDefault(stay.state, Set.of()).contains(other.state))).toList();
    }

    Set<String> taken() {
        return taken;
    }

    /// The state that an event belongs to, or an empty text.
    String stateOf(long event) {
        return stateOfEvent.getOrDefault(event, "");
    }

    /// When the events happened, in order.
    List<Instant> moments() {
        return moments;
    }

    int retries() {
        return retries;
    }

    /// Whether a distributed Map was begun.
    boolean runsMaps() {
        return runsMaps;
    }

    @Nullable
    JsonNode input() {
        return input;
    }

    @Nullable
    JsonNode output() {
        return output;
    }

    @Nullable
    String error() {
        return error;
    }

    @Nullable
    String cause() {
        return cause;
    }

    /// Where the execution ended badly, if it did.
    @Nullable
    Stay failedAt() {
        return failedAt;
    }
}
