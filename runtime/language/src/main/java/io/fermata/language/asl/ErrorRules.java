// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Numbers;
import io.fermata.language.QueryLanguage;
import io.fermata.language.text.Source;
import java.util.Map;

/// Checks `Retry` and `Catch`.
final class ErrorRules {

    private static final String ALL = "States.ALL";

    private final Findings findings;
    private final FieldRules fields;

    ErrorRules(Findings findings, FieldRules fields) {
        this.findings = findings;
        this.fields = fields;
    }

    void check(Source state, QueryLanguage language) {
        list(state, "Retry", FieldTable.RETRIER, language);
        list(state, "Catch", FieldTable.CATCHER, language);
    }

    private void list(Source state, String name, Map<String, Field> table, QueryLanguage language) {
        var list = state.member(name);
        if (list == null) {
            return;
        }
        var last = list.items().size() - 1;
        for (var i = 0; i <= last; i++) {
            var rule = list.items().get(i);
            if (fields.check(rule, table, language)) {
                errors(rule, i == last);
                delay(rule);
            }
        }
    }

    private void errors(Source rule, boolean last) {
        var errors = rule.member("ErrorEquals");
        if (errors == null) {
            return;
        }
        errors.items().stream().filter(error -> !error.value().isString())
                .forEach(error -> findings.schema("Expected value of type [STRING]", error));
        var all = errors.items().stream()
                .anyMatch(error -> error.value().isString() && error.value().stringValue().equals(ALL));
        if (all && (errors.items().size() > 1 || !last)) {
            findings.schema("States.ALL must appear alone and at end of list", errors);
        }
    }

    private void delay(Source rule) {
        var greatest = rule.member("MaxDelaySeconds");
        var interval = rule.member("IntervalSeconds");
        if (greatest == null || interval == null) {
            return;
        }
        var limit = Numbers.whole(greatest.value());
        var first = Numbers.whole(interval.value());
        if (limit != null && first != null && limit <= first) {
            findings.schema("MaxDelaySeconds must be greater than IntervalSeconds", greatest);
        }
    }
}
