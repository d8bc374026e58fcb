// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

/// The codes of findings: what each says. Those of AWS first (validation.md section 2), then Fermata's own.
public enum FindingCode {

    INVALID_JSON_DESCRIPTION,
    MISSING_DESCRIPTION,
    SCHEMA_VALIDATION_FAILED,
    MISSING_END_STATE,
    MISSING_TRANSITION_TARGET,
    DUPLICATE_STATE_NAME,
    INVALID_STATE_NAME,
    DUPLICATE_LABEL_NAME,
    INVALID_LABEL_NAME,
    TOO_DEEPLY_NESTED,
    RESERVED_VARIABLE_NAME,
    INVALID_VARIABLE_NAME,
    INVALID_JSONATA_EXPRESSION,
    UNSUPPORTED_JSONATA_EXPRESSION,
    NO_DOLLAR,
    NO_PATH,
    PASS_RESULT_IS_STATIC,
    INVALID_YAML_DESCRIPTION,
    UNRESOLVED_SUBSTITUTION,
    UNUSED_SUBSTITUTION;

    /// What the code says, as the end of a sentence.
    public String meaning() {
        return switch (this) {
            case INVALID_JSON_DESCRIPTION -> "the text is not JSON";
            case MISSING_DESCRIPTION -> "the text is empty";
            case SCHEMA_VALIDATION_FAILED -> "a field is unknown, missing, in the wrong place or holds the wrong value";
            case MISSING_END_STATE -> "no state ends the flow";
            case MISSING_TRANSITION_TARGET -> "a transition names no state, or no transition leads to a state";
            case DUPLICATE_STATE_NAME -> "two states of the definition have the same name";
            case INVALID_STATE_NAME -> "a name has more than 80 characters";
            case DUPLICATE_LABEL_NAME -> "two Maps have the same label";
            case INVALID_LABEL_NAME -> "a label has more than 40 characters, or characters that are not allowed";
            case TOO_DEEPLY_NESTED -> "objects and arrays are nested more than 64 deep";
            case RESERVED_VARIABLE_NAME -> "a variable is called `states`";
            case INVALID_VARIABLE_NAME -> "a variable's name has characters that are not allowed";
            case INVALID_JSONATA_EXPRESSION -> "a JSONata expression cannot be read";
            case UNSUPPORTED_JSONATA_EXPRESSION -> "a JSONata expression reads something that is not there";
            case NO_DOLLAR ->
                "a text looks like a path or function, but its key does not end in `.$`; it is taken as text";
            case NO_PATH -> "a text looks like a path, but its field does not end in `Path`; it is taken as text";
            case PASS_RESULT_IS_STATIC -> "a path in `Result` is taken as text";
            case INVALID_YAML_DESCRIPTION -> "the text is not YAML, or uses what is not read of it";
            case UNRESOLVED_SUBSTITUTION -> "a `${Token}` has no value";
            case UNUSED_SUBSTITUTION -> "a value was given for which the text has no token";
        };
    }

    /// Whether a finding of this code refuses the definition.
    public boolean refuses() {
        return switch (this) {
            case NO_DOLLAR, NO_PATH, PASS_RESULT_IS_STATIC, UNUSED_SUBSTITUTION -> false;
            case INVALID_JSON_DESCRIPTION, MISSING_DESCRIPTION, SCHEMA_VALIDATION_FAILED, MISSING_END_STATE,
                    MISSING_TRANSITION_TARGET, DUPLICATE_STATE_NAME, INVALID_STATE_NAME, DUPLICATE_LABEL_NAME,
                    INVALID_LABEL_NAME, TOO_DEEPLY_NESTED, RESERVED_VARIABLE_NAME, INVALID_VARIABLE_NAME,
                    INVALID_JSONATA_EXPRESSION, UNSUPPORTED_JSONATA_EXPRESSION, INVALID_YAML_DESCRIPTION,
                    UNRESOLVED_SUBSTITUTION ->
                true;
        };
    }
}
