// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import tools.jackson.databind.JsonNode;

/// Whether a JSON value could be what an operation answers, by the SDK's description of the answer and AWS's bounds. Members
/// that the answer does not have are let pass, as AWS lets them (recorded). One check.
final class AnswerCheck {

    private static final Set<MarshallingType<?>> NUMBERS = Set.of(MarshallingType.INTEGER, MarshallingType.LONG,
            MarshallingType.SHORT, MarshallingType.BYTE, MarshallingType.FLOAT, MarshallingType.DOUBLE,
            MarshallingType.BIG_DECIMAL);

    private final String service;
    private final boolean complete;
    private final Set<String> free;

    private AnswerCheck(String service, boolean complete, Set<String> free) {
        this.service = service;
        this.complete = complete;
        this.free = free;
    }

    /// What is wrong first, as a sentence of AWS; empty when nothing is.
    ///
    /// @param complete whether members that the answer always has must be there
    /// @param free members whose body a definition sees as any JSON
    static Optional<String> problem(SdkOperation operation, JsonNode value, boolean complete, String... free) {
        if (!value.isObject()) {
            return Optional.of("Mocked result must be a JSON object.");
        }
        var check = new AnswerCheck(operation.service(), complete, Set.of(free));
        return Optional.ofNullable(check.object(operation.answer(), value));
    }

    private @Nullable String object(SdkPojo shape, JsonNode object) {
        for (var field : shape.sdkFields()) {
            var name = SdkJson.name(field);
            var value = object.get(name);
            if (value == null || value.isNull()) {
                if (complete && AnswerBounds.always(service, shape(shape).getSimpleName(), name)) {
                    return "Required field '" + name + "' is missing";
                }
            } else if (!free.contains(name)) {
                var problem = value(shape, field, name, value);
                if (problem != null) {
                    return problem;
                }
            }
        }
        return null;
    }

    private @Nullable String value(SdkPojo holder, SdkField<?> field, String name, JsonNode value) {
        var type = field.marshallingType();
        if (type == MarshallingType.DOCUMENT || value.isNull()) {
            return null;
        }
        if (type == MarshallingType.LIST) {
            return value.isArray()
                    ? each(holder, field.getRequiredTrait(ListTrait.class).memberFieldInfo(), name, value)
                    : wrong(name, "an array");
        }
        if (type == MarshallingType.MAP) {
            return value.isObject()
                    ? each(holder, field.getRequiredTrait(MapTrait.class).valueFieldInfo(), name, value)
                    : wrong(name, "an object");
        }
        if (type == MarshallingType.SDK_POJO) {
            return value.isObject() ? object(field.constructor().get(), value) : wrong(name, "an object");
        }
        if (type == MarshallingType.BOOLEAN) {
            return value.isBoolean() ? null : wrong(name, "a boolean");
        }
        if (NUMBERS.contains(type) ? !value.isNumber() : !value.isString()) {
            return wrong(name, NUMBERS.contains(type) ? "a number" : "a string");
        }
        return bounded(holder, type, name, value);
    }

    private @Nullable String each(SdkPojo holder, SdkField<?> item, String name, JsonNode values) {
        for (var value : values) {
            var problem = value(holder, item, name, value);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String bounded(SdkPojo holder, MarshallingType<?> type, String name, JsonNode value) {
        var shape = shape(holder);
        if (type == MarshallingType.STRING && !words(shape, name, value.stringValue())) {
            return "Field '" + name + "' is not an expected value";
        }
        var problem = AnswerBounds.problem(service, shape.getSimpleName(), name, value);
        return problem == null ? null : "Field '" + name + "' " + problem;
    }

    /// Fields are listed by the builder, which stands inside the shape's own class.
    private static Class<?> shape(SdkPojo builder) {
        return builder.getClass().getEnclosingClass();
    }

    /// Whether the text is one of the words that the member may have. The SDK tells them by the type that a getter of about
    /// the member's name gives.
    private static boolean words(Class<?> shape, String name, String text) {
        return Arrays.stream(shape.getMethods())
                .filter(method -> method.getParameterCount() == 0 && method.getName().equalsIgnoreCase(name))
                .flatMap(AnswerCheck::words).findFirst()
                .map(type -> Arrays.stream(type.getEnumConstants()).anyMatch(word -> word.toString().equals(text)))
                .orElse(true);
    }

    private static Stream<Class<?>> words(Method getter) {
        if (getter.getReturnType().isEnum()) {
            return Stream.of(getter.getReturnType());
        }
        return getter.getGenericReturnType() instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[generic.getActualTypeArguments().length
                        - 1] instanceof Class<?> item
                && item.isEnum() ? Stream.of(item) : Stream.empty();
    }

    private static String wrong(String name, String expected) {
        return "Field '" + name + "' must be " + expected;
    }
}
