// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import io.fermata.language.jsonata.Jsonata;
import io.fermata.language.jsonata.JsonataException;
import io.fermata.language.jsonata.Outcome;
import io.fermata.language.jsonata.References;
import io.fermata.language.text.Source;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// One string `{% … %}` of a definition.
///
/// @param field where it stands in its state, as AWS names it in failures: `Output/total`, `Choices[1]/Condition`
/// @param query what stands between the marks
record JsonataText(String field, Jsonata query) implements Expression {

    private static final String OPEN = "{%";
    private static final String CLOSE = "%}";

    /// Whether the text stands between the marks; blanks outside of them make it plain text.
    static boolean isExpression(String text) {
        return text.length() >= OPEN.length() + CLOSE.length() && text.startsWith(OPEN) && text.endsWith(CLOSE);
    }

    /// Whether the text has one of the marks and lacks the other.
    static boolean isUnbalanced(String text) {
        return !isExpression(text) && (text.startsWith(OPEN) || text.endsWith(CLOSE));
    }

    /// What stands between the marks, without outer blanks.
    static String between(String text) {
        return text.substring(OPEN.length(), text.length() - CLOSE.length()).strip();
    }

    /// The expression at a place that the checks have passed.
    static JsonataText compile(Source source, Source state) {
        return new JsonataText(source.pathFrom(state), Jsonata.compile(between(source.value().stringValue())));
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        try {
            return switch (query.evaluate(null, scope.queryVariables(), scope.surroundings())) {
                case Outcome.Value(var value) -> value;
                case Outcome.Nothing _ -> throw failed(" returned nothing (undefined).");
                case Outcome.Unsupported _ -> throw failed(" returned an unsupported result type.");
            };
        } catch (JsonataException problem) {
            var code = problem.code() == null ? ": " : ". " + problem.code() + ": ";
            throw failed(" threw an error during evaluation" + code + problem.getMessage());
        }
    }

    /// The failure of an expression whose value is of the wrong kind.
    EvaluationException unexpected(String expected, JsonNode value) {
        return failed(" returned an unexpected result type. Expected '" + expected + "', but was '" + kind(value)
                + "' for value: " + Json.write(value));
    }

    /// The failure of an expression in the words of AWS.
    EvaluationException failed(String how) {
        return EvaluationException.query(field,
                "The JSONata expression '" + query.text() + "' specified for the field '" + field + "'" + how);
    }

    @Override
    public String text() {
        return OPEN + " " + query.text() + " " + CLOSE;
    }

    @Override
    public Set<String> variables() {
        return query.references().variables().stream().map(References.Use::variable)
                .filter(name -> !name.equals("states")).collect(Collectors.toSet());
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case NULL, MISSING -> "null";
            case BINARY, POJO -> "value";
        };
    }
}
