// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Checks one state and the flows inside it.
final class StateRules {

    private static final List<String> DISTRIBUTED = List.of("ItemReader", "ItemBatcher", "ResultWriter");

    private final Findings findings;
    private final FieldRules fields;
    private final ChoiceRules choices;
    private final ErrorRules errors;
    private final TaskRules tasks;
    private final MachineType type;

    StateRules(Findings findings, MachineType type) {
        this.findings = findings;
        this.type = type;
        this.fields = new FieldRules(findings);
        this.choices = new ChoiceRules(findings, fields);
        this.errors = new ErrorRules(findings, fields);
        this.tasks = new TaskRules(findings, fields, type);
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
        unsupportedLanguage(state);
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

    void unsupportedLanguage(Source holder) {
        var language = holder.member("QueryLanguage");
        if (language != null && "JSONata".equals(holder.text("QueryLanguage"))) {
            findings.schema(
                    "Fermata 0.1 runs JSONPath only: JSONata is not supported yet. Set QueryLanguage to JSONPath or"
                            + " remove it",
                    language);
        }
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
                map(state);
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

    private void map(Source state) {
        fields.oneOf(state, true, "ItemProcessor", "Iterator");
        fields.oneOf(state, false, "ItemSelector", "Parameters");
        fields.oneOf(state, false, "MaxConcurrency", "MaxConcurrencyPath");
        fields.oneOf(state, false, "ToleratedFailurePercentage", "ToleratedFailurePercentagePath");
        fields.oneOf(state, false, "ToleratedFailureCount", "ToleratedFailureCountPath");
        label(state);
        for (var name : DISTRIBUTED) {
            var field = state.member(name);
            if (field != null) {
                findings.schema("Fermata 0.1 runs inline maps only: '" + name + "' is not supported yet", field);
            }
        }
        processor(state.member("ItemProcessor"));
        processor(state.member("Iterator"));
    }

    private void label(Source state) {
        var label = state.member("Label");
        var text = state.text("Label");
        if (label == null || text == null) {
            return;
        }
        if (text.codePointCount(0, text.length()) > 40) {
            findings.error("INVALID_LABEL_NAME",
                    "Label '" + text + "' exceeds the 40-character limit allowed by the service",
                    label);
        } else if (text.isEmpty() || text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c)
                || "?*<>{}[]:;,\\|^~$#%&`\"".indexOf(c) >= 0)) {
            findings.error("INVALID_LABEL_NAME", "Label '" + text + "' is empty or contains invalid characters", label);
        }
    }

    private void processor(@Nullable Source processor) {
        if (processor == null || !processor.value().isObject()) {
            return;
        }
        fields.check(processor, FieldTable.PROCESSOR, QueryLanguage.JSONPATH);
        var config = processor.member("ProcessorConfig");
        if (config == null || !config.value().isObject()) {
            return;
        }
        fields.check(config, FieldTable.PROCESSOR_CONFIG, QueryLanguage.JSONPATH);
        var mode = config.member("Mode");
        if (mode == null || !"DISTRIBUTED".equals(config.text("Mode"))) {
            if (config.has("ExecutionType")) {
                findings.schema("Field 'ExecutionType' is not supported", config);
            }
        } else if (type == MachineType.EXPRESS) {
            findings.schema(
                    "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines", mode);
        } else {
            findings.schema("Fermata 0.1 runs inline maps only: Mode 'DISTRIBUTED' is not supported yet", mode);
            if (!config.has("ExecutionType")) {
                findings.schema("These fields are required: [ExecutionType]", config);
            }
        }
    }
}
