// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.Timestamps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a comparison of a Choice rule asks: an operand type with an order, or a test of the value's kind.
public sealed interface Operator {

    /// The field name without `Path`.
    String field();

    /// Whether the value and the operand fulfil it. Values of another type never do.
    boolean holds(JsonNode value, JsonNode operand);

    /// The operators by field name, in the order of the language's reference.
    Map<String, Operator> ALL = all();

    /// The operator of a field, with or without `Path`; null when the field is none.
    static @Nullable Operator of(String field) {
        var operator = ALL.get(field);
        if (operator == null && field.endsWith("Path")) {
            var twin = ALL.get(field.substring(0, field.length() - "Path".length()));
            return twin instanceof Compare ? twin : null;
        }
        return operator;
    }

    /// The type of an operand.
    enum Operand {

        STRING,
        NUMBER,
        BOOLEAN,
        TIMESTAMP,
        PATTERN;

        /// The order of two values; null when one is not of this type.
        @Nullable
        Integer compare(JsonNode left, JsonNode right) {
            return switch (this) {
                case STRING -> left.isString() && right.isString()
                        ? Integer.valueOf(left.stringValue().compareTo(right.stringValue()))
                        : null;
                case NUMBER -> left.isNumber() && right.isNumber() ? numbers(left, right) : null;
                case BOOLEAN -> left.isBoolean() && right.isBoolean()
                        ? Integer.valueOf(Boolean.compare(left.booleanValue(), right.booleanValue()))
                        : null;
                case TIMESTAMP -> timestamps(left, right);
                case PATTERN -> null;
            };
        }

        private static Integer numbers(JsonNode left, JsonNode right) {
            var first = left.decimalValue().doubleValue();
            var second = right.decimalValue().doubleValue();
            return first < second ? -1 : first > second ? 1 : 0;
        }

        private static @Nullable Integer timestamps(JsonNode left, JsonNode right) {
            if (!left.isString() || !right.isString()) {
                return null;
            }
            var first = Timestamps.parse(left.stringValue());
            var second = Timestamps.parse(right.stringValue());
            return first == null || second == null ? null : Integer.valueOf(first.compareTo(second));
        }
    }

    /// A comparison with an operand.
    ///
    /// @param sign the operator as people write it
    record Compare(String field, Operand operand, String sign, IntPredicate accepts) implements Operator {

        @Override
        public boolean holds(JsonNode value, JsonNode other) {
            var order = operand.compare(value, other);
            return order != null && accepts.test(order);
        }
    }

    /// `StringMatches`.
    record Matches(String field) implements Operator {

        @Override
        public boolean holds(JsonNode value, JsonNode pattern) {
            return value.isString() && pattern.isString()
                    && Wildcard.compile(pattern.stringValue()).matches(value.stringValue());
        }
    }

    /// A test of the value's kind; the operand says whether it shall hold.
    record Is(String field, Kind kind) implements Operator {

        @Override
        public boolean holds(JsonNode value, JsonNode operand) {
            return kind.holds(value) == operand.booleanValue();
        }
    }

    /// The kinds that `IsNull` and its like ask for.
    enum Kind {

        NULL,
        PRESENT,
        NUMERIC,
        STRING,
        BOOLEAN,
        TIMESTAMP;

        boolean holds(JsonNode value) {
            return switch (this) {
                case NULL -> value.isNull();
                case PRESENT -> true;
                case NUMERIC -> value.isNumber();
                case STRING -> value.isString();
                case BOOLEAN -> value.isBoolean();
                case TIMESTAMP -> value.isString() && Timestamps.parse(value.stringValue()) != null;
            };
        }
    }

    private static Map<String, Operator> all() {
        var all = new ArrayList<Operator>();
        ordered(all, "String", Operand.STRING);
        ordered(all, "Numeric", Operand.NUMBER);
        all.add(new Compare("BooleanEquals", Operand.BOOLEAN, "=", order -> order == 0));
        ordered(all, "Timestamp", Operand.TIMESTAMP);
        all.add(new Matches("StringMatches"));
        all.add(new Is("IsNull", Kind.NULL));
        all.add(new Is("IsPresent", Kind.PRESENT));
        all.add(new Is("IsNumeric", Kind.NUMERIC));
        all.add(new Is("IsString", Kind.STRING));
        all.add(new Is("IsBoolean", Kind.BOOLEAN));
        all.add(new Is("IsTimestamp", Kind.TIMESTAMP));
        var byField = new LinkedHashMap<String, Operator>();
        all.forEach(operator -> byField.put(operator.field(), Objects.requireNonNull(operator)));
        return Collections.unmodifiableMap(byField);
    }

    private static void ordered(List<Operator> all, String prefix, Operand operand) {
        all.add(new Compare(prefix + "Equals", operand, "=", order -> order == 0));
        all.add(new Compare(prefix + "LessThan", operand, "<", order -> order < 0));
        all.add(new Compare(prefix + "GreaterThan", operand, ">", order -> order > 0));
        all.add(new Compare(prefix + "LessThanEquals", operand, "<=", order -> order <= 0));
        all.add(new Compare(prefix + "GreaterThanEquals", operand, ">=", order -> order >= 0));
    }
}
