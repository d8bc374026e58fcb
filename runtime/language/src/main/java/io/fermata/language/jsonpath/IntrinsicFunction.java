// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The intrinsic functions of the language (asl.md section 6). What they do lies in one class per family.
public enum IntrinsicFunction {

    FORMAT("States.Format", "Fills the placeholders of a text.", 1, Integer.MAX_VALUE, Result.STRING,
            TextFunctions::format),
    STRING_SPLIT("States.StringSplit", "Cuts a text at any of some characters.", 2, 2, Result.OTHER,
            TextFunctions::split),
    STRING_TO_JSON("States.StringToJson", "Reads JSON text.", 1, 1, Result.OTHER, JsonFunctions::parse),
    JSON_TO_STRING("States.JsonToString", "Writes JSON text.", 1, 1, Result.STRING, JsonFunctions::write),
    JSON_MERGE("States.JsonMerge", "Lays one object over another.", 3, 3, Result.OTHER, JsonFunctions::merge),
    ARRAY("States.Array", "Makes an array of its arguments.", 0, Integer.MAX_VALUE, Result.OTHER,
            ArrayFunctions::array),
    ARRAY_PARTITION("States.ArrayPartition", "Cuts an array into chunks.", 2, 2, Result.OTHER,
            ArrayFunctions::partition),
    ARRAY_CONTAINS("States.ArrayContains", "Says whether a value is in an array.", 2, 2, Result.OTHER,
            ArrayFunctions::contains),
    ARRAY_RANGE("States.ArrayRange", "Counts from one number to another.", 3, 3, Result.OTHER, ArrayFunctions::range),
    ARRAY_GET_ITEM("States.ArrayGetItem", "Takes one element, which may be a string.", 2, 2, Result.STRING,
            ArrayFunctions::item),
    ARRAY_LENGTH("States.ArrayLength", "Counts the elements.", 1, 1, Result.OTHER, ArrayFunctions::length),
    ARRAY_UNIQUE("States.ArrayUnique", "Drops repeated elements.", 1, 1, Result.OTHER, ArrayFunctions::unique),
    BASE64_ENCODE("States.Base64Encode", "Encodes the UTF-8 bytes of a text.", 1, 1, Result.STRING,
            EncodingFunctions::encode),
    BASE64_DECODE("States.Base64Decode", "Decodes to a text.", 1, 1, Result.STRING, EncodingFunctions::decode),
    HASH("States.Hash", "Gives the digest of a text in hexadecimal.", 2, 2, Result.STRING, EncodingFunctions::hash),
    MATH_RANDOM("States.MathRandom", "Draws an integer, start included, end excluded.", 2, 3, Result.OTHER,
            MathFunctions::random),
    MATH_ADD("States.MathAdd", "Adds two rounded numbers.", 2, 2, Result.OTHER, MathFunctions::add),
    UUID("States.UUID", "Draws a version 4 UUID.", 0, 0, Result.STRING, MathFunctions::uuid);

    /// Whether a function can give a string, which `ErrorPath` and `CausePath` need.
    enum Result {
        STRING,
        OTHER
    }

    private static final Map<String, IntrinsicFunction> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(function -> function.text, Function.identity()));

    private final String text;
    private final String summary;
    private final int fewest;
    private final int most;
    private final Result result;
    private final Function<Arguments, JsonNode> body;

    IntrinsicFunction(String text, String summary, int fewest, int most, Result result,
            Function<Arguments, JsonNode> body) {
        this.text = text;
        this.summary = summary;
        this.fewest = fewest;
        this.most = most;
        this.result = result;
        this.body = body;
    }

    static @Nullable IntrinsicFunction named(String name) {
        return BY_NAME.get(name);
    }

    public String text() {
        return text;
    }

    /// What it does, in one sentence.
    public String summary() {
        return summary;
    }

    public int fewest() {
        return fewest;
    }

    /// The greatest number of arguments; `Integer.MAX_VALUE` when there is no bound.
    public int most() {
        return most;
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
