// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Expression;
import io.fermata.language.MalformedException;
import io.fermata.language.Numbers;
import io.fermata.language.QueryLanguage;
import io.fermata.language.Timestamps;
import io.fermata.language.VariableName;
import io.fermata.language.jsonpath.FieldPath;
import io.fermata.language.jsonpath.Intrinsic;
import io.fermata.language.jsonpath.JsonPath;
import io.fermata.language.jsonpath.NodePath;
import io.fermata.language.jsonpath.PayloadTemplate;
import io.fermata.language.text.Source;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.regex.Pattern;

/// Checks one value against its line of the field table.
final class ValueRules {

    private static final Pattern PATH_LIKE = Pattern.compile("\\$(\\$?[.\\[].*|\\$)", Pattern.DOTALL);
    private static final Pattern CALL_LIKE = Pattern.compile("States\\.[A-Za-z0-9]+\\(.*\\)", Pattern.DOTALL);

    /// Bounds the time of one template on the largest payload.
    private static final int MAX_EFFORT = 200;

    private final Findings findings;
    private final JsonataRules queries;

    ValueRules(Findings findings) {
        this.findings = findings;
        this.queries = new JsonataRules(findings);
    }

    void check(Field field, Source source, QueryLanguage language) {
        var value = source.value();
        var sees = field.sees();
        if (language == QueryLanguage.JSONATA && sees != null && queries.check(source, sees)) {
            return;
        }
        switch (field.kind()) {
            case ANY -> result(field, source);
            case QUERY -> {
            }
            case STRING -> string(field, source);
            case BOOLEAN -> expect(value.isBoolean(), "[BOOLEAN]", source);
            case TRUE -> end(source);
            case INTEGER -> integer(field, source);
            case NUMBER -> number(field, source);
            case OBJECT -> expect(value.isObject(), "[OBJECT]", source);
            case ARRAY -> expect(value.isArray(), "[ARRAY]", source);
            case NON_EMPTY_ARRAY -> nonEmpty(source);
            case ENUM -> enumeration(field, source);
            case TIMESTAMP -> timestamp(field, source);
            case PATH -> path(source);
            case REFERENCE_PATH -> reference(source, false);
            case RESULT_PATH -> reference(source, true);
            case PATH_OR_CALL -> pathOrCall(field, source);
            case TEMPLATE -> wholeTemplate(source, language);
            case ASSIGN -> assign(source, language);
        }
    }

    private void expect(boolean fits, String type, Source source) {
        if (!fits) {
            findings.schema("Expected value of type " + type, source);
        }
    }

    private void string(Field field, Source source) {
        expect(source.value().isString(), "[STRING]", source);
        if (source.value().isString() && !field.name().equals("Comment")
                && PATH_LIKE.matcher(source.value().stringValue()).matches()) {
            findings.warning("NO_PATH",
                    "The value of '" + field.name() + "' looks like a path, but the name of the field"
                            + " does not end with 'Path': it is taken as text",
                    source);
        }
    }

    private void end(Source source) {
        if (!source.value().isBoolean()) {
            findings.schema("Expected value of type [BOOLEAN]", source);
        } else if (!source.value().booleanValue()) {
            findings.schema("Value should be one of the following: [true]", source);
        }
    }

    private void integer(Field field, Source source) {
        var number = Numbers.whole(source.value());
        if (number == null) {
            findings.schema("Expected value of type Integer", source);
        } else {
            range(field, BigDecimal.valueOf(number), source);
        }
    }

    private void number(Field field, Source source) {
        if (source.value().isNumber()) {
            range(field, source.value().decimalValue(), source);
        } else {
            findings.schema("Expected value of type [NUMBER]", source);
        }
    }

    private void range(Field field, BigDecimal number, Source source) {
        if (field.min() != Long.MIN_VALUE && number.compareTo(BigDecimal.valueOf(field.min())) < 0) {
            findings.schema("Minimum value is " + field.min(), source);
        } else if (field.max() != Long.MAX_VALUE && number.compareTo(BigDecimal.valueOf(field.max())) > 0) {
            findings.schema("Maximum value is " + field.max(), source);
        }
    }

    private void nonEmpty(Source source) {
        if (!source.value().isArray()) {
            findings.schema("Expected value of type [ARRAY]", source);
        } else if (source.items().isEmpty()) {
            findings.schema("Value cannot be empty", source);
        }
    }

    private void enumeration(Field field, Source source) {
        if (!source.value().isString()) {
            findings.schema("Expected value of type [STRING]", source);
        } else if (!field.values().contains(source.value().stringValue())) {
            findings.schema("Value should be one of the following: " + field.values(), source);
        }
    }

    private void timestamp(Field field, Source source) {
        if (!source.value().isString()) {
            findings.schema("Expected value of type [STRING]", source);
        } else if (Timestamps.parse(source.value().stringValue()) == null) {
            findings.schema("String does not match RFC3339 timestamp", source);
        }
    }

    private void path(Source source) {
        if (source.value().isNull()) {
            return;
        }
        if (!source.value().isString()) {
            findings.schema("Expected value of type [STRING]", source);
            return;
        }
        try {
            JsonPath.parse(source.value().stringValue());
        } catch (MalformedException _) {
            findings.schema("Value must be a valid JSONPath.", source);
        }
    }

    private void reference(Source source, boolean result) {
        if (result && source.value().isNull()) {
            return;
        }
        if (!source.value().isString()) {
            findings.schema("Expected value of type [STRING]", source);
            return;
        }
        var text = source.value().stringValue();
        try {
            if (result) {
                NodePath.parse(text);
            } else if (text.startsWith("$")) {
                NodePath.check(text);
            } else {
                throw new MalformedException("Reference path didn't start with '$'");
            }
        } catch (MalformedException e) {
            findings.schema("Value is not a Reference Path: " + e.reason(), source);
        }
    }

    private void pathOrCall(Field field, Source source) {
        try {
            var expression = PayloadTemplate.expression(field.name(), source.value());
            if (expression instanceof Intrinsic call && !call.givesString()) {
                throw new MalformedException("the function does not give a string");
            }
        } catch (MalformedException _) {
            findings.schema(unusable(field.name()), source);
        }
    }

    private void result(Field field, Source source) {
        if (field.name().equals("Result") && holdsPath(source)) {
            findings.warning("PASS_RESULT_IS_STATIC",
                    "A path in 'Result' is not evaluated: use 'Parameters' for values from the input", source);
        }
    }

    private static boolean holdsPath(Source source) {
        var value = source.value();
        return value.isString() && PATH_LIKE.matcher(value.stringValue()).matches()
                || source.items().stream().anyMatch(ValueRules::holdsPath)
                || source.members().values().stream().anyMatch(ValueRules::holdsPath);
    }

    private void assign(Source source, QueryLanguage language) {
        if (!source.value().isObject()) {
            findings.schema("Expected value of type [OBJECT]", source);
            return;
        }
        source.members().forEach((key, value) -> {
            var name = language == QueryLanguage.JSONPATH ? PayloadTemplate.name(key) : key;
            if (name.equals("states")) {
                findings.error("RESERVED_VARIABLE_NAME", "Cannot assign to reserved variable '$states'.", value);
            } else if (!VariableName.isValid(name)) {
                findings.error("INVALID_VARIABLE_NAME",
                        "Invalid variable name '" + name + "': the variable name contains invalid characters.", value);
            }
        });
        wholeTemplate(source, language);
    }

    private void wholeTemplate(Source source, QueryLanguage language) {
        if (language == QueryLanguage.JSONATA) {
            expect(source.value().isObject(), "[OBJECT]", source);
            return;
        }
        var effort = template(source, source);
        if (effort > MAX_EFFORT) {
            findings.schema("A template can hold at most " + MAX_EFFORT
                    + " intrinsic functions and paths that search; this one has " + effort, source);
        }
    }

    /// @return the number of functions and searching paths in the part
    /// @param field the field that holds the template, which is the location of every finding in it
    private int template(Source field, Source part) {
        var names = new HashSet<String>();
        var effort = 0;
        for (var member : part.members().entrySet()) {
            var key = member.getKey();
            var value = member.getValue();
            if (!names.add(PayloadTemplate.name(key))) {
                findings.schema("The field '" + PayloadTemplate.name(key) + "' stands twice, with and without '.$'",
                        field, value);
            }
            if (PayloadTemplate.isDynamic(key)) {
                effort += expression(field, key, value);
            } else {
                looksDynamic(key, value);
                effort += template(field, value);
            }
        }
        for (var item : part.items()) {
            effort += template(field, item);
        }
        return effort;
    }

    private int expression(Source field, String key, Source value) {
        try {
            return switch (PayloadTemplate.expression(key, value.value())) {
                case Intrinsic call -> call.effort();
                case FieldPath path when path.path().searches() -> 1;
                case Expression _ -> 0;
            };
        } catch (MalformedException _) {
            findings.schema(unusable(key), field, value);
            return 0;
        }
    }

    private void looksDynamic(String key, Source value) {
        if (!value.value().isString()) {
            return;
        }
        var text = value.value().stringValue();
        if (PATH_LIKE.matcher(text).matches() || CALL_LIKE.matcher(text).matches()) {
            findings.warning("NO_DOLLAR",
                    "The value of '" + key + "' looks like a path or an intrinsic function, but the"
                            + " name of the field does not end with '.$': it is taken as text",
                    value);
        }
    }

    private static String unusable(String key) {
        return "The value for the field '" + key + "' must be a valid JSONPath or a valid intrinsic function call";
    }
}
