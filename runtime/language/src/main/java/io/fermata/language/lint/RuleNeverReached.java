// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Source;
import java.util.HashMap;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Finds rules of a Choice that come too late.
final class RuleNeverReached {

    private static final Set<String> NOT_ASKED = Set.of("Next", "Comment", "Assign", "Output");

    private RuleNeverReached() {}

    static void check(SourceFlow machine, Report report) {
        Facts.states(machine, StateType.CHOICE).forEach(state -> rules(state, report));
    }

    private static void rules(SourceState state, Report report) {
        var asked = new HashMap<JsonNode, Source>();
        Source always = null;
        for (var rule : Facts.items(state.source(), "Choices")) {
            if (always != null) {
                report.add(LintRule.RULE_NEVER_REACHED, rule, "The rule never gets its turn: the one in line "
                        + always.line() + " always holds");
                continue;
            }
            if (!rule.value().isObject()) {
                continue;
            }
            var earlier = asked.putIfAbsent(condition(rule), rule);
            if (earlier != null) {
                report.add(LintRule.RULE_NEVER_REACHED, rule,
                        "The rule never holds: the one in line " + earlier.line() + " asks the same and comes first");
            }
            always = alwaysHolds(rule) ? rule : null;
        }
        var otherwise = state.source().member("Default");
        if (always != null && otherwise != null) {
            report.add(LintRule.RULE_NEVER_REACHED, otherwise,
                    "Default is never taken: the rule in line " + always.line() + " always holds");
        }
    }

    private static JsonNode condition(Source rule) {
        var condition = JsonNodeFactory.instance.objectNode();
        rule.members().forEach((name, value) -> {
            if (!NOT_ASKED.contains(name)) {
                condition.set(name, value.value());
            }
        });
        return condition;
    }

    private static boolean alwaysHolds(Source rule) {
        var condition = rule.member("Condition");
        if (condition != null) {
            return condition.value().isBoolean() && condition.value().booleanValue()
                    || condition.value().isString()
                            && condition.value().stringValue().replaceAll("\\s", "").equals("{%true%}");
        }
        if (rule.has("Or")) {
            return Facts.items(rule, "Or").stream().anyMatch(RuleNeverReached::alwaysHolds);
        }
        if (rule.has("And")) {
            var parts = Facts.items(rule, "And");
            return !parts.isEmpty() && parts.stream().allMatch(RuleNeverReached::alwaysHolds);
        }
        var present = rule.member("IsPresent");
        return present != null && present.value().isBoolean() && present.value().booleanValue()
                && ("$".equals(rule.text("Variable")) || "$$".equals(rule.text("Variable")));
    }
}
