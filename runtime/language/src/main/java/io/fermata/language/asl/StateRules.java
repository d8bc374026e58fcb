// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.MachineType;
import io.fermata.language.QueryLanguage;
import io.fermata.language.StateType;
import io.fermata.language.text.Source;
import java.util.List;
import java.util.Objects;

/// Checks one state and the flows inside it.
final class StateRules {

    private final Findings findings;
    private final FieldRules fields;
    private final ChoiceRules choices;
    private final ErrorRules errors;
    private final TaskRules tasks;
    private final MapRules maps;

    StateRules(Findings findings, MachineType type) {
        this.findings = findings;
        this.fields = new FieldRules(findings);
        this.choices = new ChoiceRules(findings, fields);
        this.errors = new ErrorRules(findings, fields);
        this.tasks = new TaskRules(findings, fields, type);
        this.maps = new MapRules(findings, fields, type);
    }

    /// @param machine the query language of the whole machine
    void check(Source state, QueryLanguage machine) {
        var language = language(state, machine);
        if (language == QueryLanguage.JSONPATH && state.has("QueryLanguage") && machine == QueryLanguage.JSONATA) {
            findings.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", state);
            return;
        }
        if (!state.value().isObject()) {
            findings.schema("Expected value of type [OBJECT]", state);
            return;
        }
        var stateType = StateType.of(state.text("Type"));
        if (stateType != null) {
            fields.check(state, FieldTable.of(stateType), language);
            content(state, stateType, language);
        } else if (state.has("Type")) {
            findings.schema("The field 'Type' should have one of these values: " + List.of(StateType.values()),
                    Objects.requireNonNull(state.member("Type")));
        } else {
            findings.schema("These fields are required: [Type]", state);
        }
    }

    /// Whatever is not exactly JSONPath counts as JSONata, besides being reported.
    static QueryLanguage language(Source holder, QueryLanguage fallback) {
        if (!holder.has("QueryLanguage")) {
            return fallback;
        }
        return "JSONPath".equals(holder.text("QueryLanguage")) ? QueryLanguage.JSONPATH : QueryLanguage.JSONATA;
    }

    private void content(Source state, StateType stateType, QueryLanguage language) {
        switch (stateType) {
            case TASK -> {
                transition(state);
                tasks.check(state);
                errors.check(state, language);
            }
            case WAIT -> {
                transition(state);
                fields.oneOf(state, true, "SecondsPath", "Seconds", "TimestampPath", "Timestamp");
            }
            case PASS -> transition(state);
            case SUCCEED -> {
            }
            case FAIL -> {
                fields.oneOf(state, false, "Error", "ErrorPath");
                fields.oneOf(state, false, "Cause", "CausePath");
            }
            case CHOICE -> choices.check(state, language);
            case PARALLEL -> {
                transition(state);
                branches(state);
                errors.check(state, language);
            }
            case MAP -> {
                transition(state);
                maps.check(state, language);
                errors.check(state, language);
            }
        }
    }

    private void transition(Source state) {
        fields.oneOf(state, true, "Next", "End");
    }

    private void branches(Source state) {
        var branches = state.member("Branches");
        if (branches != null) {
            branches.items().forEach(branch -> fields.check(branch, FieldTable.BRANCH, QueryLanguage.JSONPATH));
        }
    }
}
