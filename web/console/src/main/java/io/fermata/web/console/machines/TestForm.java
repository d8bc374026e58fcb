// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.machines;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TrialSetup;
import io.fermata.language.Json;
import io.fermata.language.VariableName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a person typed to test a state. Members are never null.
///
/// @param mock `none`, `result` or `error`
/// @param made how often the retrier that matches has retried, as typed
record TestForm(String state, String input, String variables, String context, String mock, String result, String error,
        String cause, String made) {

    TestForm {
        state = Objects.requireNonNullElse(state, "");
        input = Objects.requireNonNullElse(input, "");
        variables = Objects.requireNonNullElse(variables, "");
        context = Objects.requireNonNullElse(context, "");
        mock = Objects.requireNonNullElse(mock, "none");
        result = Objects.requireNonNullElse(result, "");
        error = Objects.requireNonNullElse(error, "");
        cause = Objects.requireNonNullElse(cause, "");
        made = Objects.requireNonNullElse(made, "");
    }

    static TestForm of(String state, String input) {
        return new TestForm(state, input, "", "", "none", "", "", "", "");
    }

    /// What was typed cannot be used; the message says which field, why, and what to do.
    static final class Unfit extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unfit(String sentence) {
            super(sentence, null, false, false);
        }
    }

    boolean mocked() {
        return !mock.equals("none");
    }

    JsonNode inputValue() {
        return json("input", input.isBlank() ? "{}" : input);
    }

    Map<String, JsonNode> variableValues() {
        var values = new LinkedHashMap<String, JsonNode>();
        if (variables.isBlank()) {
            return values;
        }
        object("variables", variables).properties().forEach(entry -> {
            if (!VariableName.isValid(entry.getKey()) || entry.getKey().equals("states")) {
                throw new Unfit("'" + entry.getKey() + "' is no name of a variable.");
            }
            values.put(entry.getKey(), entry.getValue());
        });
        return values;
    }

    @Nullable
    JsonNode contextValue() {
        return context.isBlank() ? null : object("context object", context);
    }

    int retries() {
        try {
            int number = made.isBlank() ? 0 : Integer.parseInt(made.strip());
            if (number >= 0 && number <= TrialSetup.MOST_RETRIES) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            throw unfitRetries();
        }
        throw unfitRetries();
    }

    private static Unfit unfitRetries() {
        return new Unfit("The number of retries made is 0 to " + TrialSetup.MOST_RETRIES + ".");
    }

    /// The mock; null when there is none.
    @Nullable
    TaskOutcome outcome() {
        return switch (mock) {
            case "result" -> new TaskOutcome.Answered(json("mocked result", result));
            case "error" -> {
                if (error.isBlank()) {
                    throw new Unfit("A mocked error has a name, for instance States.TaskFailed.");
                }
                yield new TaskOutcome.Failed(error.strip(), cause);
            }
            default -> null;
        };
    }

    private static JsonNode object(String field, String text) {
        var value = json(field, text);
        if (!value.isObject()) {
            throw new Unfit("The " + field + " must be a JSON object.");
        }
        return value;
    }

    private static JsonNode json(String field, String text) {
        JsonNode value;
        try {
            value = Json.parse(text);
        } catch (IllegalArgumentException notJson) {
            throw new Unfit("The " + field + " is not JSON: " + notJson.getMessage());
        }
        if (!Json.fits(value)) {
            throw new Unfit("The " + field + " is larger than 256 KiB.");
        }
        return value;
    }
}
