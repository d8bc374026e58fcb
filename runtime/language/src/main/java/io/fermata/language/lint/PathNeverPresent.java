// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.QueryLanguage;
import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds paths that read a member that is absent whatever way the data took. Says nothing where that is not certain.
final class PathNeverPresent {

    private static final List<String> REFERENCES = List.of("SecondsPath", "TimestampPath", "ItemsPath");

    private final Report report;

    private PathNeverPresent(Report report) {
        this.report = report;
    }

    static void check(SourceFlow machine, Report report) {
        var rule = new PathNeverPresent(report);
        DataFlow.inputs(machine).forEach((state, input) -> {
            if (state.language() == QueryLanguage.JSONPATH) {
                rule.state(state, input);
            }
        });
    }

    private void state(SourceState state, Shape input) {
        var source = state.source();
        field(source, "InputPath", input);
        var effective = DataFlow.afterInputPath(source, input);
        if (!(state.type() == StateType.PASS && source.has("Result"))) {
            template(source.member("Parameters"), effective);
        }
        template(source.member("ItemSelector"), effective);
        if (!source.has("ItemReader")) {
            REFERENCES.forEach(field -> field(source, field, effective));
        }
        if (state.type() == StateType.CHOICE && !asksForKinds(source)) {
            variables(source, effective);
        }
        if (state.type() == StateType.FAIL) {
            field(source, "ErrorPath", input);
            field(source, "CausePath", input);
        }
        field(source, "OutputPath", DataFlow.beforeOutputPath(state, input));
    }

    private void field(Source holder, String name, Shape data) {
        var member = holder.member(name);
        if (member != null) {
            path(member, data);
        }
    }

    private void template(@Nullable Source template, Shape data) {
        if (template == null) {
            return;
        }
        template.members().forEach((key, value) -> {
            if (key.endsWith(".$")) {
                path(value, data);
            } else {
                template(value, data);
            }
        });
        template.items().forEach(item -> template(item, data));
    }

    private void variables(Source rule, Shape data) {
        rule.members().forEach((name, member) -> {
            if (name.equals("Variable") || name.endsWith("Path")) {
                path(member, data);
            } else if (List.of("Choices", "And", "Or", "Not").contains(name)) {
                variables(member, data);
            }
        });
        rule.items().forEach(item -> variables(item, data));
    }

    /// A Choice that asks for presence or kind knows that members may be absent: which rule guards which is not followed.
    private static boolean asksForKinds(Source rule) {
        return rule.members().keySet().stream().anyMatch(name -> name.startsWith("Is"))
                || rule.members().values().stream().anyMatch(PathNeverPresent::asksForKinds)
                || rule.items().stream().anyMatch(PathNeverPresent::asksForKinds);
    }

    private void path(Source source, Shape data) {
        if (!source.value().isString()) {
            return;
        }
        var text = source.value().stringValue();
        var whole = MemberPath.of(text);
        var paths = whole == null ? MemberPath.argumentsOf(text) : List.of(whole);
        for (var path : paths) {
            if (data.find(path) == null) {
                report.add(LintRule.PATH_NEVER_PRESENT, source,
                        "'" + path + "' is never present here: " + known(data, path));
            }
        }
    }

    private static String known(Shape data, MemberPath path) {
        for (var length = path.names().size() - 1; length >= 0; length--) {
            var above = new MemberPath(path.names().subList(0, length));
            if (data.find(above) instanceof Shape.Members members) {
                return members.known().isEmpty()
                        ? "'" + above + "' is empty"
                        : "'" + above + "' has only " + String.join(", ", members.known().keySet().stream().sorted()
                                .limit(10).toList());
            }
            if (data.find(above) instanceof Shape.Scalar) {
                return "'" + above + "' is no object";
            }
        }
        return "it is no object";
    }
}
