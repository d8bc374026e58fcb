// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// `States.Base64Encode`, `States.Base64Decode` and `States.Hash`.
final class EncodingFunctions {

    private static final int MAX_CHARACTERS = 10_000;
    private static final Set<String> ALGORITHMS = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

    private EncodingFunctions() {}

    static JsonNode encode(Arguments arguments) {
        var bytes = arguments.string(0, MAX_CHARACTERS).getBytes(StandardCharsets.UTF_8);
        return StringNode.valueOf(Base64.getEncoder().encodeToString(bytes));
    }

    static JsonNode decode(Arguments arguments) {
        var text = arguments.string(0, MAX_CHARACTERS);
        try {
            return StringNode.valueOf(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new FunctionFailure("The string is not Base64: " + e.getMessage());
        }
    }

    static JsonNode hash(Arguments arguments) {
        var value = arguments.value(0);
        var data = value.isString() ? arguments.string(0, MAX_CHARACTERS) : Json.write(value);
        if (data.length() > MAX_CHARACTERS) {
            throw new FunctionFailure("Argument 1 must have at most " + MAX_CHARACTERS + " characters");
        }
        var algorithm = arguments.string(1);
        if (!ALGORITHMS.contains(algorithm)) {
            throw new FunctionFailure("The algorithm must be MD5, SHA-1, SHA-256, SHA-384 or SHA-512");
        }
        try {
            var digest = MessageDigest.getInstance(algorithm).digest(data.getBytes(StandardCharsets.UTF_8));
            return StringNode.valueOf(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
