// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.QueryLanguage;
import io.fermata.language.jsonpath.Operator;
import io.fermata.language.text.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Checks the rules of a Choice state: which condition each one holds.
final class ChoiceRules {

    private static final List<String> SELECTORS = List.of("And", "Or", "Not", "Variable", "Condition");

    private final Findings findings;
    private final FieldRules fields;

    ChoiceRules(Findings findings, FieldRules fields) {
        this.findings = findings;
        this.fields = fields;
    }

    void check(Source state, QueryLanguage language) {
        var choices = state.member("Choices");
        if (choices != null) {
            choices.items().forEach(rule -> rule(rule, FieldTable.CHOICE_RULE, language));
        }
    }

    private void rule(Source rule, Map<String, Field> table, QueryLanguage language) {
        if (!fields.check(rule, table, language)) {
            return;
        }
        if (SELECTORS.stream().filter(rule::has).count() != 1) {
            findings.schema(
                    "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]",
                    rule);
        }
        operators(rule);
        for (var list : List.of("And", "Or")) {
            var parts = rule.member(list);
            if (parts != null) {
                parts.items().forEach(part -> rule(part, FieldTable.CONDITION, language));
            }
        }
        var negated = rule.member("Not");
        if (negated != null) {
            rule(negated, FieldTable.CONDITION, language);
        }
    }

    private void operators(Source rule) {
        var present = rule.members().keySet().stream().filter(name -> Operator.of(name) != null).toList();
        if (present.size() > 1) {
            findings.schema("There should only be one of the following fields: " + present, rule);
        } else if (present.isEmpty() && rule.has("Variable")) {
            findings.schema("This object should have only one of the following fields: "
                    + Arrays.toString(Operator.ALL.keySet().toArray()), rule);
        } else if (present.size() == 1 && !rule.has("Variable")) {
            findings.schema("These fields are required: [Variable]", rule);
        }
    }
}
