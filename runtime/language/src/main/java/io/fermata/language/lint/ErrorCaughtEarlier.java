// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Source;
import java.util.HashSet;
import java.util.List;

/// Finds error names that an entry above takes. What stands behind `States.ALL` AWS refuses itself.
final class ErrorCaughtEarlier {

    private static final String TASK_FAILED = "States.TaskFailed";

    private ErrorCaughtEarlier() {}

    static void check(SourceFlow machine, Report report) {
        Facts.states(machine).forEach(state -> List.of("Retry", "Catch")
                .forEach(list -> entries(state, Facts.items(state.source(), list), report)));
    }

    private static void entries(SourceState state, List<Source> entries, Report report) {
        var taken = new HashSet<String>();
        for (var entry : entries) {
            var wildcard = state.type() == StateType.TASK && taken.contains(TASK_FAILED);
            var late = Facts.texts(entry, "ErrorEquals").stream()
                    .filter(name -> wildcard && isTaskError(name) || !taken.add(name)).distinct().toList();
            if (!late.isEmpty()) {
                report.add(LintRule.ERROR_CAUGHT_EARLIER, entry, String.join(", ", late.stream().limit(10).toList())
                        + (late.size() == 1 ? " never gets" : " never get") + " here: an entry above takes it first"
                        + (wildcard ? " (States.TaskFailed takes every error of the task)" : ""));
            }
        }
    }

    /// Names that `States.TaskFailed` surely takes. It leaves out timeouts, runtime failures and `Lambda.Unknown`.
    private static boolean isTaskError(String name) {
        return !name.startsWith("States.") && !name.equals("Lambda.Unknown");
    }
}
