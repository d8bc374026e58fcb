// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.QueryLanguage;
import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Source;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds values in a loop that hold their former self: they grow with every round until they pass the payload limit of
/// 262,144 bytes.
final class PayloadGrowsInLoop {

    private static final Pattern COLLECTS = Pattern.compile("States\\.(?:Array|Format)\\(.*", Pattern.DOTALL);

    private PayloadGrowsInLoop() {}

    static void check(SourceFlow machine, Report report) {
        machine.all().flatMap(flow -> Cycles.of(flow).stream()).flatMap(List::stream).forEach(state -> {
            assignments(state, report);
            if (state.type() == StateType.PASS && state.language() == QueryLanguage.JSONPATH
                    && !Facts.hasAny(state.source(), "Result", "InputPath")) {
                parameters(state.source(), report);
            }
        });
    }

    private static void parameters(Source pass, Report report) {
        var parameters = pass.member("Parameters");
        var target = Facts.isNull(pass, "ResultPath")
                ? null
                : !pass.has("ResultPath") ? MemberPath.ROOT : MemberPath.of(pass.text("ResultPath"));
        if (parameters != null && target != null) {
            template(parameters, target, report);
        }
    }

    /// @param target where the part goes in the state's output
    private static void template(Source part, MemberPath target, Report report) {
        part.members().forEach((key, value) -> {
            if (!key.endsWith(".$")) {
                template(value, target.then(key), report);
                return;
            }
            var place = target.then(key.substring(0, key.length() - 2));
            if (value.value().isString() && holdsItself(value.value().stringValue(), place)) {
                report.add(LintRule.PAYLOAD_GROWS_IN_LOOP, value,
                        "'" + place + "' takes in '" + value.value().stringValue() + "', which holds it");
            }
        });
    }

    private static boolean holdsItself(String text, MemberPath place) {
        var path = MemberPath.of(text);
        if (path != null) {
            return path.isAbove(place);
        }
        return COLLECTS.matcher(text).matches()
                && MemberPath.argumentsOf(text).stream().anyMatch(used -> used.equals(place) || used.isAbove(place));
    }

    private static void assignments(SourceState state, Report report) {
        var holders = Stream.concat(Stream.of(state.source()), Stream.of("Choices", "Catch")
                .flatMap(list -> Facts.items(state.source(), list).stream()));
        holders.map(holder -> holder.member("Assign")).forEach(assign -> variables(assign, report));
    }

    private static void variables(@Nullable Source assign, Report report) {
        if (assign == null) {
            return;
        }
        assign.members().forEach((key, value) -> {
            var name = key.endsWith(".$") ? key.substring(0, key.length() - 2) : key;
            if (value.value().isString() && appends(name, value.value().stringValue())) {
                report.add(LintRule.PAYLOAD_GROWS_IN_LOOP, value,
                        "The variable '" + name + "' is appended to in every round of the loop");
            }
        });
    }

    private static boolean appends(String name, String text) {
        var variable = "\\$" + Pattern.quote(name) + "\\s*[,)]";
        return Pattern.compile("(?:\\$append|States\\.Array)\\(\\s*" + variable).matcher(text).find();
    }
}
