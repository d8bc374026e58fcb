// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;

/// Finds callbacks and activities that wait for a year when no answer comes.
final class CallbackWithoutTimeout {

    private CallbackWithoutTimeout() {}

    static void check(SourceFlow machine, Report report) {
        if (machine.source().has("TimeoutSeconds")) {
            return;
        }
        Facts.states(machine, StateType.TASK).filter(CallbackWithoutTimeout::waits)
                .filter(state -> !Facts.hasAny(state.source(), "TimeoutSeconds", "TimeoutSecondsPath",
                        "HeartbeatSeconds", "HeartbeatSecondsPath"))
                .forEach(state -> report.add(LintRule.CALLBACK_WITHOUT_TIMEOUT, state.source(),
                        "'" + state.name() + "' waits up to a year when nobody answers"));
    }

    private static boolean waits(SourceState task) {
        var resource = task.source().text("Resource");
        return resource != null && (resource.endsWith(".waitForTaskToken") || resource.contains(":activity:"));
    }
}
