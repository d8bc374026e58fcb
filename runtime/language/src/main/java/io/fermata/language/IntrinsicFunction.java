// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The intrinsic functions of the language (asl.md section 6). What they do lies in one class per family.
enum IntrinsicFunction {

    FORMAT("States.Format", 1, Integer.MAX_VALUE, TextFunctions::format), STRING_SPLIT("States.StringSplit", 2, 2,
            TextFunctions::split), STRING_TO_JSON("States.StringToJson", 1, 1, JsonFunctions::parse), JSON_TO_STRING(
                    "States.JsonToString", 1, 1,
                    JsonFunctions::write), JSON_MERGE("States.JsonMerge", 3, 3, JsonFunctions::merge), ARRAY(
                            "States.Array", 0, Integer.MAX_VALUE,
                            ArrayFunctions::array), ARRAY_PARTITION("States.ArrayPartition", 2, 2,
                                    ArrayFunctions::partition), ARRAY_CONTAINS("States.ArrayContains", 2, 2,
                                            ArrayFunctions::contains), ARRAY_RANGE("States.ArrayRange", 3, 3,
                                                    ArrayFunctions::range), ARRAY_GET_ITEM("States.ArrayGetItem", 2, 2,
                                                            ArrayFunctions::item), ARRAY_LENGTH("States.ArrayLength", 1,
                                                                    1, ArrayFunctions::length), ARRAY_UNIQUE(
                                                                            "States.ArrayUnique", 1, 1,
                                                                            ArrayFunctions::unique), BASE64_ENCODE(
                                                                                    "States.Base64Encode", 1, 1,
                                                                                    EncodingFunctions::encode), BASE64_DECODE(
                                                                                            "States.Base64Decode", 1, 1,
                                                                                            EncodingFunctions::decode), HASH(
                                                                                                    "States.Hash", 2, 2,
                                                                                                    EncodingFunctions::hash), MATH_RANDOM(
                                                                                                            "States.MathRandom",
                                                                                                            2, 3,
                                                                                                            MathFunctions::random), MATH_ADD(
                                                                                                                    "States.MathAdd",
                                                                                                                    2,
                                                                                                                    2,
                                                                                                                    MathFunctions::add), UUID(
                                                                                                                            "States.UUID",
                                                                                                                            0,
                                                                                                                            0,
                                                                                                                            MathFunctions::uuid);

    private static final Map<String, IntrinsicFunction> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(function -> function.text, Function.identity()));

    private final String text;
    private final int fewest;
    private final int most;
    private final Function<Arguments, JsonNode> body;

    IntrinsicFunction(String text, int fewest, int most, Function<Arguments, JsonNode> body) {
        this.text = text;
        this.fewest = fewest;
        this.most = most;
        this.body = body;
    }

    static @Nullable IntrinsicFunction named(String name) {
        return BY_NAME.get(name);
    }

    boolean takes(int arguments) {
        return arguments >= fewest && arguments <= most;
    }

    JsonNode apply(Arguments arguments) {
        return body.apply(arguments);
    }
}
