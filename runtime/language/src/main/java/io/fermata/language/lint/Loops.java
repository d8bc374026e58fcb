// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Source;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds loops that never end.
final class Loops {

    /// What gives another answer in each round although no data changes.
    private static final Pattern CHANGES_BY_ITSELF = Pattern
            .compile("\\$\\$|\\$states\\.context|\\$(?:now|millis|random|uuid)\\b|States\\.(?:MathRandom|UUID)");

    private Loops() {}

    static void withoutExit(SourceFlow machine, Report report) {
        machine.all().flatMap(flow -> Cycles.of(flow).stream()).filter(loop -> !hasExit(loop))
                .forEach(loop -> report.add(LintRule.LOOP_WITHOUT_EXIT, loop.getFirst().source(),
                        "The loop " + shown(loop) + " has no way out but a failure"));
    }

    static void withoutChange(SourceFlow machine, Report report) {
        machine.all().flatMap(flow -> Cycles.of(flow).stream()).filter(Loops::hasExit)
                .filter(loop -> loop.stream().allMatch(Loops::changesNothing))
                .forEach(loop -> report.add(LintRule.LOOP_WITHOUT_CHANGE, loop.getFirst().source(),
                        "Nothing changes in the loop " + shown(loop)
                                + ": once in it, an execution turns until its history is full"));
    }

    private static boolean hasExit(List<SourceState> loop) {
        var inside = new HashSet<>(loop);
        return loop.stream().anyMatch(state -> ends(state) || !inside.containsAll(Cycles.targets(state)));
    }

    private static boolean ends(SourceState state) {
        return state.source().has("End") || state.type() == StateType.SUCCEED || state.type() == StateType.FAIL
                || state.links().isEmpty();
    }

    private static boolean changesNothing(SourceState state) {
        var source = state.source();
        if (state.type() == StateType.PASS) {
            return !Facts.hasAny(source, "Result", "Parameters", "InputPath", "OutputPath", "Output", "Assign");
        }
        return state.type() == StateType.CHOICE && !Facts.hasAny(source, "InputPath", "OutputPath", "Output", "Assign")
                && Facts.items(source, "Choices").stream()
                        .noneMatch(rule -> Facts.hasAny(rule, "Output", "Assign") || changesByItself(rule));
    }

    private static boolean changesByItself(Source value) {
        return value.value().isString() && CHANGES_BY_ITSELF.matcher(value.value().stringValue()).find()
                || value.members().values().stream().anyMatch(Loops::changesByItself)
                || value.items().stream().anyMatch(Loops::changesByItself);
    }

    private static String shown(List<SourceState> loop) {
        var more = loop.size() > 5 ? ", ..." : "";
        return loop.stream().limit(5).map(state -> "'" + state.name() + "'").collect(Collectors.joining(", ")) + more;
    }
}
