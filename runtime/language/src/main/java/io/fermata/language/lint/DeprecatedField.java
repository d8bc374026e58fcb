// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;

/// Finds the old names of a Map's fields.
final class DeprecatedField {

    private DeprecatedField() {}

    static void check(SourceFlow machine, Report report) {
        Facts.states(machine, StateType.MAP).forEach(state -> {
            field(state, "Iterator", "ItemProcessor", report);
            field(state, "Parameters", "ItemSelector", report);
        });
    }

    private static void field(SourceState state, String old, String now, Report report) {
        var member = state.source().member(old);
        if (member != null) {
            report.add(LintRule.DEPRECATED_FIELD, member, "'" + old + "' is the old name of '" + now + "'",
                    "Rename it to " + now);
        }
    }
}
