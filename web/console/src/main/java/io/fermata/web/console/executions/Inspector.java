// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.integrations.approval.Approval;
import io.fermata.language.Flow;
import io.fermata.language.State;
import io.fermata.web.console.graph.Graphs;
import io.fermata.web.console.graph.StateFace;
import io.fermata.web.console.text.Pretty;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the right-hand pane shows: the chosen state of a visit, or the execution as a whole.
///
/// @param visits how many visits there were; 0 for the execution as a whole or a state that was not reached
record Inspector(String title, String type, String icon, StatusWord status, int visits, int visit,
        Words.@Nullable Time entered, String took, List<Try> attempts, Pretty.@Nullable Shown input,
        Pretty.@Nullable Shown output, @Nullable String error, @Nullable String cause) {

    /// One attempt of a task.
    ///
    /// @param scheduled id of the event that began it
    record Try(int number, long scheduled, StatusWord status, String took, String problem) {}

    /// The pane for the whole execution.
    static Inspector whole(String name, StatusWord status, Story story) {
        var input = story.input();
        var output = story.output();
        return new Inspector(name, "Execution", "i-list", status, 0, 0, null, "", List.of(),
                input == null ? null : Pretty.shown(input), output == null ? null : Pretty.shown(output), story.error(),
                story.cause());
    }

    /// The pane for a state.
    ///
    /// @param visit from 1; 0 for the last one
    static Optional<Inspector> of(Flow flow, String name, int visit, Story story, Instant now, Instant end) {
        return state(flow, name).map(state -> {
            var face = StateFace.of(state);
            var stays = story.stays(name);
            if (stays.isEmpty()) {
                return new Inspector(name, face.type(), face.icon(), StatusWord.NOT_REACHED, 0, 0, null, "", List.of(),
                        null, null, null, null);
            }
            int chosen = visit < 1 || visit > stays.size() ? stays.size() : visit;
            var stay = stays.get(chosen - 1);
            var output = stay.output;
            return new Inspector(name, face.type(), face.icon(), Timeline.status(stay, now), stays.size(), chosen,
                    Words.time(stay.enteredAt, now),
                    Words.duration(Duration.between(stay.enteredAt, stay.leftAt == null ? end : stay.leftAt)),
                    tries(stay, now, end), Pretty.shown(stay.input), output == null ? null : Pretty.shown(output),
                    stay.error, stay.cause);
        });
    }

    /// Whether one of the attempts shown asked that question.
    boolean asked(Approval approval) {
        return attempts.stream().anyMatch(attempt -> attempt.scheduled() == approval.scheduledEvent());
    }

    private static List<Try> tries(Stay stay, Instant now, Instant end) {
        var tries = new ArrayList<Try>();
        for (var attempt : stay.attempts) {
            var status = attempt.failed
                    ? StatusWord.FAILED
                    : attempt.to == null
                            ? Timeline.status(stay, now)
                            : stay.open() ? StatusWord.SUCCEEDED : stay.status;
            var cause = attempt.cause;
            tries.add(new Try(tries.size() + 1, attempt.scheduled, status,
                    Words.duration(Duration.between(attempt.from, attempt.to == null ? end : attempt.to)),
                    attempt.error == null ? "" : cause == null ? attempt.error : attempt.error + ": " + cause));
        }
        return tries;
    }

    private static Optional<State> state(Flow flow, String name) {
        var here = flow.states().get(name);
        return here != null
                ? Optional.of(here)
                : flow.states().values().stream().flatMap(state -> Graphs.inner(state).stream())
                        .flatMap(inner -> state(inner, name).stream()).findFirst();
    }
}
