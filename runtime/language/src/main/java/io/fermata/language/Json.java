// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON text of payloads: integers stay integers, decimals are `BigDecimal`, keys keep their order. Every payload that
/// enters or leaves an execution passes here, so that all parts of Fermata agree on its size and form. Thread-safe.
public final class Json {

    /// The greatest size of a payload in bytes of UTF-8 (asl.md section 11).
    public static final int MAX_BYTES = 262_144;

    /// The greatest size of a payload where Fermata's own limits hold, in bytes of UTF-8: a value of that size, its text inside
    /// another text included, fits into one row and one message of the database.
    public static final int MAX_LARGE_BYTES = 4 << 20;

    /// The deepest nesting of objects and arrays in a payload.
    public static final int MAX_DEPTH = 64;

    private static final int MAX_NUMBER_LENGTH = 1_000;

    public static final JsonMapper MAPPER = mapper();

    private Json() {}

    /// The value that the text holds: any JSON value, nothing behind it.
    ///
    /// @throws IllegalArgumentException when the text is not JSON, deeper than [#MAX_DEPTH], has a string longer than
    /// [#MAX_LARGE_BYTES] or a number longer than 1,000 digits, or repeats a key; the message is the parser's, without the text
    public static JsonNode parse(String text) {
        JsonNode value;
        try {
            value = MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
        if (value == null || value.isMissingNode()) {
            throw new IllegalArgumentException("No content: an empty text is not JSON");
        }
        return value;
    }

    /// The shortest text of the value, keys in their order.
    public static String write(JsonNode value) {
        return MAPPER.writeValueAsString(value);
    }

    /// The same as bytes of UTF-8.
    public static byte[] bytes(JsonNode value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /// Whether the value is within [#MAX_BYTES] when written and within [#MAX_DEPTH]. Stops as soon as it is not, so that
    /// a small object that names one large node many times costs no more than the limit.
    public static boolean fits(JsonNode value) {
        return fits(value, MAX_BYTES);
    }

    /// The same with another bound.
    public static boolean fits(JsonNode value, int mostBytes) {
        return remaining(value, mostBytes, MAX_DEPTH) >= 0;
    }

    /// What is left of a budget of bytes after the value; negative when it is not enough or the value is too deep.
    static long remaining(JsonNode value, long budget) {
        return remaining(value, budget, MAX_DEPTH);
    }

    private static long remaining(JsonNode value, long budget, int depth) {
        return switch (value.getNodeType()) {
            case OBJECT -> remainingOfObject(value, budget - 2, depth - 1);
            case ARRAY -> remainingOfArray(value, budget - 2, depth - 1);
            case STRING -> budget - 2 - utf8Length(value.stringValue(), budget);
            case NUMBER, BOOLEAN, NULL, BINARY, POJO, MISSING -> budget - write(value).length();
        };
    }

    private static long remainingOfObject(JsonNode object, long budget, int depth) {
        var left = depth < 0 ? -1 : budget;
        var first = true;
        for (var field : object.properties()) {
            if (left < 0) {
                break;
            }
            left -= first ? 3 : 4;
            first = false;
            left -= utf8Length(field.getKey(), left);
            left = left < 0 ? left : remaining(field.getValue(), left, depth);
        }
        return left;
    }

    private static long remainingOfArray(JsonNode array, long budget, int depth) {
        var left = depth < 0 ? -1 : budget;
        var first = true;
        for (var item : array) {
            if (left < 0) {
                break;
            }
            left -= first ? 0 : 1;
            first = false;
            left = left < 0 ? left : remaining(item, left, depth);
        }
        return left;
    }

    private static long utf8Length(String text, long budget) {
        if (text.length() > budget) {
            return text.length();
        }
        var bytes = 0L;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f') {
                bytes += 2;
            } else if (c < 0x20) {
                bytes += 6;
            } else if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    private static JsonMapper mapper() {
        var constraints = StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(MAX_NUMBER_LENGTH)
                .maxStringLength(MAX_LARGE_BYTES).maxNameLength(MAX_LARGE_BYTES).build();
        var factory = JsonFactory.builder().streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        return JsonMapper.builder(factory).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();
    }
}
