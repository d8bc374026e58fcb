// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A path that must give a whole number of 0 or more, as `MaxConcurrencyPath`. A string of digits counts too (recorded).
record WholeNumberPath(String field, JsonPath path) implements Expression {

    private static final int MAX_DIGITS = 18;

    @Override
    public JsonNode evaluate(Scope scope) {
        var value = path.evaluate(scope);
        var number = value.isString() ? ofText(value.stringValue()) : Numbers.whole(value);
        if (number == null || number < 0) {
            var shown = value.isString() ? value.stringValue() : Json.write(value);
            throw new EvaluationException("States.Runtime", "The " + field + " field refers to value \"" + shown
                    + "\" which is not a valid integer: " + path.text());
        }
        return Numbers.node(number);
    }

    private static @Nullable Long ofText(String text) {
        var digits = !text.isEmpty() && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.valueOf(text) : null;
    }

    @Override
    public String text() {
        return path.text();
    }
}
