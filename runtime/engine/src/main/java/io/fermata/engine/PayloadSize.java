// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import tools.jackson.databind.JsonNode;

/// The size of payloads, as AWS counts it: bytes of the compact JSON text in UTF-8.
final class PayloadSize {

    private PayloadSize() {}

    /// A quick estimate, for counting what a turn has handled.
    static long of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                long sum = 2;
                for (var property : value.properties()) {
                    sum += text(property.getKey()) + 2 + of(property.getValue());
                }
                yield sum;
            }
            case ARRAY -> {
                long sum = 2;
                for (var element : value) {
                    sum += of(element) + 1;
                }
                yield sum;
            }
            case STRING -> text(value.stringValue());
            case NUMBER -> value.asString().length();
            case BOOLEAN, NULL, MISSING -> 5;
            case BINARY, POJO -> value.toString().length();
        };
    }

    /// Whether the value is over the limit, or nested deeper than a payload may be.
    ///
    /// @param most the limit in bytes
    static boolean tooLarge(JsonNode value, int most) {
        return !Json.fits(value, most);
    }

    /// Refuses a value over the limit.
    ///
    /// @param most the limit in bytes
    /// @param name what AWS names in the cause: the state, the function or the service
    static JsonNode check(JsonNode value, int most, String name) {
        if (tooLarge(value, most)) {
            throw new EvaluationException("States.DataLimitExceeded", cause(name));
        }
        return value;
    }

    /// The same with the limit of what the scope is evaluated for.
    static JsonNode check(JsonNode value, Scope scope, String name) {
        return check(value, scope.surroundings().bounds().payload(), name);
    }

    static String cause(String name) {
        return "The state/task '" + name
                + "' returned a result with a size exceeding the maximum number of bytes service limit.";
    }

    private static long text(String text) {
        long size = 2L;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            size += c < 0x20 ? 6 : c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return size;
    }
}
