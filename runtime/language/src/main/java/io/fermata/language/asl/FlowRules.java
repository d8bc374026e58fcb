// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.StateType;
import io.fermata.language.text.Source;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks how the states of one flow are connected: targets exist, every state can be reached, something ends.
final class FlowRules {

    private final Findings findings;

    FlowRules(Findings findings) {
        this.findings = findings;
    }

    /// @param flow the object that holds `StartAt` and `States`
    void check(Source flow) {
        var states = flow.member("States");
        if (states == null || !states.value().isObject()) {
            return;
        }
        var names = states.members().keySet();
        if (names.isEmpty()) {
            findings.schema("Value cannot be empty", states);
            return;
        }
        var start = flow.member("StartAt");
        if (start != null) {
            exists(start, names);
        }
        states.members().values().forEach(state -> targets(state).forEach(target -> exists(target, names)));
        if (states.members().values().stream().noneMatch(FlowRules::ends)) {
            findings.withoutPlace("MISSING_END_STATE", "Workflow has no terminal state", states);
        } else if (start != null) {
            reachable(start, states);
        }
    }

    private void exists(Source target, Set<String> names) {
        if (target.value().isString() && !names.contains(target.value().stringValue())) {
            findings.error("MISSING_TRANSITION_TARGET", "Missing 'Next' target: " + target.value().stringValue(),
                    target);
        }
    }

    private void reachable(Source start, Source states) {
        var reached = new HashSet<String>();
        var open = new ArrayDeque<Source>();
        open.add(start);
        while (!open.isEmpty()) {
            var target = open.remove();
            var name = target.value().isString() ? target.value().stringValue() : "";
            var state = states.member(name);
            if (state != null && reached.add(name)) {
                open.addAll(targets(state));
            }
        }
        states.members().forEach((name, state) -> {
            if (!reached.contains(name)) {
                findings.error("MISSING_TRANSITION_TARGET", "State \"" + name + "\" is not reachable.", state);
            }
        });
    }

    private static boolean ends(Source state) {
        var type = StateType.of(state.text("Type"));
        return type == StateType.SUCCEED || type == StateType.FAIL || state.has("End");
    }

    private static List<Source> targets(Source state) {
        return Link.of(state).stream().map(Link::target).toList();
    }
}
