// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The intrinsic functions of the language (asl.md section 6). What they do lies in one class per family.
enum IntrinsicFunction {

    /// Fills the placeholders of a text.
    FORMAT("States.Format", 1, Integer.MAX_VALUE, Result.STRING, TextFunctions::format),
    /// Cuts a text at any of some characters.
    STRING_SPLIT("States.StringSplit", 2, 2, Result.OTHER, TextFunctions::split),
    /// Reads JSON text.
    STRING_TO_JSON("States.StringToJson", 1, 1, Result.OTHER, JsonFunctions::parse),
    /// Writes JSON text.
    JSON_TO_STRING("States.JsonToString", 1, 1, Result.STRING, JsonFunctions::write),
    /// Lays one object over another.
    JSON_MERGE("States.JsonMerge", 3, 3, Result.OTHER, JsonFunctions::merge),
    /// Makes an array of its arguments.
    ARRAY("States.Array", 0, Integer.MAX_VALUE, Result.OTHER, ArrayFunctions::array),
    /// Cuts an array into chunks.
    ARRAY_PARTITION("States.ArrayPartition", 2, 2, Result.OTHER, ArrayFunctions::partition),
    /// Says whether a value is in an array.
    ARRAY_CONTAINS("States.ArrayContains", 2, 2, Result.OTHER, ArrayFunctions::contains),
    /// Counts from one number to another.
    ARRAY_RANGE("States.ArrayRange", 3, 3, Result.OTHER, ArrayFunctions::range),
    /// Takes one element, which may be a string.
    ARRAY_GET_ITEM("States.ArrayGetItem", 2, 2, Result.STRING, ArrayFunctions::item),
    /// Counts the elements.
    ARRAY_LENGTH("States.ArrayLength", 1, 1, Result.OTHER, ArrayFunctions::length),
    /// Drops repeated elements.
    ARRAY_UNIQUE("States.ArrayUnique", 1, 1, Result.OTHER, ArrayFunctions::unique),
    /// Encodes the UTF-8 bytes of a text.
    BASE64_ENCODE("States.Base64Encode", 1, 1, Result.STRING, EncodingFunctions::encode),
    /// Decodes to a text.
    BASE64_DECODE("States.Base64Decode", 1, 1, Result.STRING, EncodingFunctions::decode),
    /// Gives the digest of a text in hexadecimal.
    HASH("States.Hash", 2, 2, Result.STRING, EncodingFunctions::hash),
    /// Draws an integer, start included, end excluded.
    MATH_RANDOM("States.MathRandom", 2, 3, Result.OTHER, MathFunctions::random),
    /// Adds two rounded numbers.
    MATH_ADD("States.MathAdd", 2, 2, Result.OTHER, MathFunctions::add),
    /// Draws a version 4 UUID.
    UUID("States.UUID", 0, 0, Result.STRING, MathFunctions::uuid);

    /// Whether a function can give a string, which `ErrorPath` and `CausePath` need.
    enum Result {
        STRING, OTHER
    }

    private static final Map<String, IntrinsicFunction> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(function -> function.text, Function.identity()));

    private final String text;
    private final int fewest;
    private final int most;
    private final Result result;
    private final Function<Arguments, JsonNode> body;

    IntrinsicFunction(String text, int fewest, int most, Result result, Function<Arguments, JsonNode> body) {
        this.text = text;
        this.fewest = fewest;
        this.most = most;
        this.result = result;
        this.body = body;
    }

    static @Nullable IntrinsicFunction named(String name) {
        return BY_NAME.get(name);
    }

    boolean takes(int arguments) {
        return arguments >= fewest && arguments <= most;
    }

    boolean givesString() {
        return result == Result.STRING;
    }

    JsonNode apply(Arguments arguments) {
        return body.apply(arguments);
    }
}
