// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.QueryLanguage;
import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Source;

/// Finds results that hold the whole input several times. Only where every state on the way surely keeps
/// it, and only for branches that do some work.
final class PayloadRepeated {

    private PayloadRepeated() {}

    static void check(SourceFlow machine, Report report) {
        Facts.states(machine).filter(state -> state.language() == QueryLanguage.JSONPATH && keepsResult(state.source()))
                .forEach(state -> {
                    if (state.type() == StateType.PARALLEL) {
                        parallel(state, report);
                    } else if (state.type() == StateType.MAP) {
                        map(state, report);
                    }
                });
    }

    private static boolean keepsResult(Source state) {
        return !state.has("ResultSelector") && !state.has("OutputPath") && !Facts.isNull(state, "ResultPath")
                && !state.has("ResultWriter");
    }

    private static void parallel(SourceState state, Report report) {
        var source = state.source();
        var copies = state.inner().stream().filter(PayloadRepeated::givesInputBack).count();
        if (copies > 1 && !Facts.hasAny(source, "Parameters", "InputPath")) {
            report.add(LintRule.PAYLOAD_REPEATED, source,
                    copies + " branches give the whole input back: the result holds it " + copies + " times");
        }
    }

    private static void map(SourceState state, Report report) {
        var selector = state.source().member("ItemSelector") == null
                ? state.source().member("Parameters")
                : state.source().member("ItemSelector");
        if (selector == null || state.inner().isEmpty() || !state.inner().stream().allMatch(
                PayloadRepeated::givesInputBack)) {
            return;
        }
        selector.members().forEach((name, value) -> {
            if (name.endsWith(".$") && value.value().isString() && value.value().stringValue().equals("$")) {
                report.add(LintRule.PAYLOAD_REPEATED, value,
                        "Each item gets the whole input and gives it back: the result holds it once per item");
            }
        });
    }

    private static boolean givesInputBack(SourceFlow flow) {
        return flow.states().values().stream().anyMatch(state -> state.type() == StateType.TASK)
                && flow.states().values().stream().allMatch(PayloadRepeated::keepsInput);
    }

    private static boolean keepsInput(SourceState state) {
        var source = state.source();
        if (state.language() != QueryLanguage.JSONPATH || source.has("OutputPath") || state.type() == null) {
            return false;
        }
        var beside = Facts.isNull(source, "ResultPath")
                || source.text("ResultPath") instanceof String path && !path.equals("$");
        return switch (state.type()) {
            case TASK, PARALLEL, MAP -> beside && Facts.items(source, "Catch").stream()
                    .allMatch(catcher -> catcher.has("ResultPath") && !"$".equals(catcher.text("ResultPath")));
            case PASS -> beside || !Facts.hasAny(source, "Result", "Parameters", "InputPath");
            case WAIT, CHOICE, SUCCEED -> !source.has("InputPath");
            case FAIL -> false;
        };
    }
}
