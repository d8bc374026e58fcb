// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Compares values with expectations in which `<<…>>` stands for any text, and `<<optional>>` for a member that may be
/// missing. Numbers are equal when their values are.
final class Loosely {

    private Loosely() {}

    static void check(String at, @Nullable JsonNode expected, @Nullable JsonNode actual) {
        if (expected == null || expected.isNull()) {
            assertThat(actual == null || actual.isNull()).as(at + " is " + actual).isTrue();
            return;
        }
        assertThat(actual).as(at).isNotNull();
        switch (expected.getNodeType()) {
            case OBJECT -> object(at, expected, actual);
            case ARRAY -> {
                assertThat(actual.size()).as(at + " " + actual).isEqualTo(expected.size());
                for (int i = 0; i < expected.size(); i++) {
                    check(at + "[" + i + "]", expected.get(i), actual.get(i));
                }
            }
            case STRING -> {
                if (!expected.stringValue().startsWith("<<")) {
                    assertThat(actual).as(at).isEqualTo(expected);
                }
            }
            case NUMBER -> assertThat(actual.decimalValue()).as(at).isEqualByComparingTo(expected.decimalValue());
            case BOOLEAN, NULL, BINARY, POJO, MISSING -> assertThat(actual).as(at).isEqualTo(expected);
        }
    }

    private static void object(String at, JsonNode expected, JsonNode actual) {
        var left = new HashSet<>(actual.propertyNames());
        for (var field : expected.properties()) {
            var optional = field.getValue().isString() && field.getValue().stringValue().equals("<<optional>>");
            if (!optional || actual.has(field.getKey())) {
                check(at + "/" + field.getKey(), field.getValue(), actual.get(field.getKey()));
            }
            left.remove(field.getKey());
        }
        assertThat(left).as("members of " + at + " that nobody expects").isEmpty();
    }
}
