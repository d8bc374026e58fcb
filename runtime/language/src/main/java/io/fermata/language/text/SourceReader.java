// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import io.fermata.language.Diagnostic;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/// Reads the text of a definition to a [Source] tree.
public final class SourceReader {

    public static final int MAX_CHARACTERS = 1_048_576;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final int SHOWN_CHARACTERS = 500;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH).maxStringLength(MAX_CHARACTERS).maxNameLength(MAX_CHARACTERS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final JsonParser parser;
    private final String text;

    private SourceReader(JsonParser parser, String text) {
        this.parser = parser;
        this.text = text;
    }

    public static Reading read(String text) {
        if (text.isEmpty()) {
            return refused("MISSING_DESCRIPTION", "The definition is empty", null, 0, 0);
        }
        if (text.length() > MAX_CHARACTERS) {
            return tooLong(text.length());
        }
        if (text.isBlank()) {
            return notAnObject();
        }
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            var first = parser.nextToken();
            if (first == null) {
                return notAnObject();
            }
            var root = new Source(null, "", Source.Place.ofValue(1, 1, offset(parser)));
            new SourceReader(parser, text).fill(root, first);
            parser.nextToken();
            if (parser.currentToken() != null) {
                return syntax("Unexpected text behind the definition", text, parser.currentTokenLocation().getLineNr(),
                        parser.currentTokenLocation().getColumnNr());
            }
            return root.value().isObject() ? new Reading.Tree(root) : notAnObject();
        } catch (StreamConstraintsException e) {
            var tooDeep = String.valueOf(e.getOriginalMessage()).contains("nesting depth");
            return refused(tooDeep ? "TOO_DEEPLY_NESTED" : "SCHEMA_VALIDATION_FAILED", e.getOriginalMessage(), null,
                    line(e), column(e));
        } catch (JacksonException e) {
            return syntax(e.getOriginalMessage(), text, line(e), column(e));
        }
    }

    private void fill(Source source, JsonToken token) {
        var value = switch (token) {
            case START_OBJECT -> object(source);
            case START_ARRAY -> array(source);
            case VALUE_STRING -> StringNode.valueOf(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.getInstance();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("unexpected token " + token);
        };
        var container = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
        source.fill(value, container ? offset(parser) + 1 : endOfScalar(source.start()));
    }

    private JsonNode object(Source source) {
        var object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var at = parser.currentTokenLocation();
            var keyStart = offset(parser);
            var token = parser.nextToken();
            var member = new Source(source, "/" + name, new Source.Place(at.getLineNr(), at.getColumnNr(), keyStart,
                    endOfScalar(keyStart), offset(parser)));
            fill(member, token);
            source.add(name, member);
            object.set(name, member.value());
        }
        return object;
    }

    private JsonNode array(Source source) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            var at = parser.currentTokenLocation();
            var item = new Source(source, "[" + array.size() + "]",
                    Source.Place.ofValue(at.getLineNr(), at.getColumnNr(), offset(parser)));
            fill(item, token);
            source.add(item);
            array.add(item.value());
        }
        return array;
    }

    private JsonNode number() {
        return switch (parser.getNumberType()) {
            case INT -> JsonNodeFactory.instance.numberNode(parser.getIntValue());
            case LONG -> JsonNodeFactory.instance.numberNode(parser.getLongValue());
            case BIG_INTEGER -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
            case FLOAT, DOUBLE, BIG_DECIMAL -> decimal();
        };
    }

    private JsonNode decimal() {
        try {
            return JsonNodeFactory.instance.numberNode(parser.getDecimalValue());
        } catch (NumberFormatException e) {
            throw new StreamReadException(parser, "The exponent of the number is too large", e);
        }
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    /// The parser reads ahead, so that only the text knows where a string or number ends.
    private int endOfScalar(int start) {
        var index = start;
        if (text.charAt(index) == '"') {
            for (index++; text.charAt(index) != '"'; index++) {
                if (text.charAt(index) == '\\') {
                    index++;
                }
            }
            return index + 1;
        }
        while (index < text.length() && (Character.isLetterOrDigit(text.charAt(index))
                || "+-.".indexOf(text.charAt(index)) >= 0)) {
            index++;
        }
        return index;
    }

    static Reading tooLong(int length) {
        return refused("SCHEMA_VALIDATION_FAILED",
                "The definition has " + length + " characters; at most " + MAX_CHARACTERS + " are allowed", null, 0, 0);
    }

    static Reading notAnObject() {
        return refused("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", null, 0, 0);
    }

    private static Reading syntax(String reason, String text, int line, int column) {
        var shown = text.length() <= SHOWN_CHARACTERS
                ? text + "\""
                : text.substring(0, SHOWN_CHARACTERS) + "\"[truncated " + (text.length() - SHOWN_CHARACTERS)
                        + " chars]";
        var place = "[Source: (String)\"" + shown + "; line: " + line + ", column: " + column + "]";
        return refused("INVALID_JSON_DESCRIPTION", reason + "\n at " + place, place, line, column);
    }

    static Reading refused(String code, String message, @Nullable String location,
            int line, int column) {
        return new Reading.Refused(
                new Diagnostic(Diagnostic.Severity.ERROR, code, message, location, line, column));
    }

    private static int line(JacksonException e) {
        return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
    }

    private static int column(JacksonException e) {
        return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getColumnNr());
    }
}
