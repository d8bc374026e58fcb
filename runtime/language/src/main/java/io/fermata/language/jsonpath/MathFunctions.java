// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/// `States.MathAdd`, `States.MathRandom` and `States.UUID`.
final class MathFunctions {

    private static final long VERSION_MASK = 0xFFFFFFFFFFFF0FFFL;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_MASK = 0x3FFFFFFFFFFFFFFFL;

    private MathFunctions() {}

    static JsonNode add(Arguments arguments) {
        long sum;
        try {
            sum = Math.addExact(arguments.rounded(0), arguments.rounded(1));
        } catch (ArithmeticException _) {
            throw outOfRange();
        }
        if (sum != (int) sum) {
            throw outOfRange();
        }
        return JsonNodeFactory.instance.numberNode((int) sum);
    }

    static JsonNode random(Arguments arguments) {
        var start = bounded(arguments.rounded(0));
        var end = bounded(arguments.rounded(1));
        if (end <= start) {
            throw new FunctionFailure("The end must be greater than the start");
        }
        var random = arguments.count() == 3 ? new SplittableRandom(arguments.rounded(2)) : arguments.random();
        return JsonNodeFactory.instance.numberNode((int) random.nextLong(start, end));
    }

    static JsonNode uuid(Arguments arguments) {
        RandomGenerator random = arguments.random();
        var high = random.nextLong() & VERSION_MASK | VERSION_4;
        var low = random.nextLong() & VARIANT_MASK | Long.MIN_VALUE;
        return StringNode.valueOf(new java.util.UUID(high, low).toString());
    }

    private static long bounded(long value) {
        if (value != (int) value) {
            throw outOfRange();
        }
        return value;
    }

    private static FunctionFailure outOfRange() {
        return new FunctionFailure("Numbers must be between -2147483648 and 2147483647");
    }
}
