// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.Numbers;
import io.fermata.language.Scope;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A path that must give a number, as `MaxConcurrencyPath`. The text of a number counts too (recorded).
///
/// @param whole whether the number must have no fraction and be 0 or more
public record NumberPath(String field, JsonPath path, boolean whole) implements Expression {

    /// Fields that refuse a negative number later, in words of their own (recorded).
    private static final Set<String> NEGATIVE = Set.of("ToleratedFailureCountPath", "MaxItemsPath");

    private static final int MAX_DIGITS = 18;

    @Override
    public JsonNode evaluate(Scope scope) {
        var value = path.evaluate(scope);
        var number = whole ? wholeOf(value) : fractionOf(value);
        if (number == null) {
            var shown = value.isString() ? value.stringValue() : Json.write(value);
            throw new EvaluationException("States.Runtime", "The " + field + " field refers to value \"" + shown
                    + "\" which is not a valid " + (whole ? "integer" : "float") + ": " + path.text());
        }
        return number;
    }

    private @Nullable JsonNode wholeOf(JsonNode value) {
        var number = value.isString() ? ofText(value.stringValue()) : Numbers.whole(value);
        return number == null || number < 0 && !NEGATIVE.contains(field) ? null : Numbers.node(number);
    }

    private static @Nullable Long ofText(String text) {
        var digits = !text.isEmpty() && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.valueOf(text) : null;
    }

    private static @Nullable JsonNode fractionOf(JsonNode value) {
        if (value.isNumber()) {
            return value;
        }
        if (!value.isString() || value.stringValue().length() > MAX_DIGITS) {
            return null;
        }
        try {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(value.stringValue()));
        } catch (NumberFormatException _) {
            return null;
        }
    }

    @Override
    public String text() {
        return path.text();
    }

    @Override
    public Set<String> variables() {
        return path.variables();
    }
}
