// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Json;
import io.fermata.language.jsonpath.Operator;
import io.fermata.language.text.Source;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A rule of a Choice state in few words for a person, read from the text, whether the rule is valid or not: the words of
/// [io.fermata.language.Condition#summary] for valid ones. Parts that cannot be read are `?`.
final class ConditionText {

    private static final String UNKNOWN = "?";

    private ConditionText() {}

    static String of(Source rule) {
        var condition = rule.member("Condition");
        if (condition != null) {
            return jsonata(condition);
        }
        for (var list : List.of("And", "Or")) {
            var parts = rule.member(list);
            if (parts != null) {
                return parts.items().stream().map(ConditionText::grouped)
                        .collect(Collectors.joining(list.equals("And") ? " and " : " or "));
            }
        }
        var negated = rule.member("Not");
        return negated == null ? comparison(rule) : "not " + grouped(negated);
    }

    private static String jsonata(Source condition) {
        if (!condition.value().isString()) {
            return Json.write(condition.value());
        }
        var text = condition.value().stringValue();
        return text.length() >= 4 && text.startsWith("{%") && text.endsWith("%}")
                ? text.substring(2, text.length() - 2).strip()
                : text;
    }

    private static String grouped(Source part) {
        return part.has("And") || part.has("Or") ? "(" + of(part) + ")" : of(part);
    }

    private static String comparison(Source rule) {
        var variable = rule.text("Variable");
        var subject = variable == null ? UNKNOWN : variable;
        for (var member : rule.members().entrySet()) {
            var operator = Operator.of(member.getKey());
            if (operator != null) {
                var value = member.getValue().value();
                var path = !operator.field().equals(member.getKey());
                return subject + " " + predicate(operator, path ? text(member.getValue()) : Json.write(value));
            }
        }
        return UNKNOWN;
    }

    private static String text(Source path) {
        return path.value().isString() ? path.value().stringValue() : UNKNOWN;
    }

    private static String predicate(Operator operator, String operand) {
        return switch (operator) {
            case Operator.Compare(var _, var _, var sign, var _) -> sign + " " + operand;
            case Operator.Matches _ -> "matches " + operand;
            case Operator.Is(var _, var kind) -> (operand.equals("true") ? "is " : "is not ")
                    + kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
