// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.language.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON in the spelling of Step Functions (members in PascalCase) to and from the SDK's requests and responses, through the
/// fields that each of them lists. Works for every service. Stateless.
final class SdkJson {

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SdkJson() {}

    /// Sets the fields of a request's builder.
    ///
    /// @throws IllegalArgumentException if a member is unknown or has the wrong type; the message names it
    static void fill(SdkPojo builder, JsonNode object) {
        fill(builder, object, "");
    }

    private static void fill(SdkPojo builder, JsonNode object, String path) {
        if (!object.isObject()) {
            throw new IllegalArgumentException("The field '" + path + "' must be an object");
        }
        var fields = new TreeMap<String, SdkField<?>>();
        builder.sdkFields().forEach(field -> fields.put(pascal(field.memberName()), field));
        for (var member : object.properties()) {
            var name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            var field = fields.get(member.getKey());
            if (field == null) {
                throw new IllegalArgumentException(
                        "The field \"" + name + "\" is not supported by the call. Supported: "
                                + String.join(", ", fields.keySet()));
            }
            if (!member.getValue().isNull()) {
                field.set(builder, value(field, member.getValue(), name));
            }
        }
    }

    private static Object value(SdkField<?> field, JsonNode json, String name) {
        var type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            var member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            var list = new ArrayList<Object>();
            if (!json.isArray()) {
                throw wrong(name, "a list");
            }
            json.forEach(item -> list.add(value(member, item, name)));
            return list;
        }
        if (type == MarshallingType.MAP) {
            var member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
            var map = new LinkedHashMap<String, Object>();
            if (!json.isObject()) {
                throw wrong(name, "an object");
            }
            json.properties().forEach(entry -> map.put(entry.getKey(),
                    value(member, entry.getValue(), name + "." + entry.getKey())));
            return map;
        }
        if (type == MarshallingType.SDK_POJO) {
            var part = field.constructor().get();
            fill(part, json, name);
            return ((SdkBuilder<?, ?>) part).build();
        }
        return scalar(type, json, name);
    }

    private static Object scalar(MarshallingType<?> type, JsonNode json, String name) {
        if (type == MarshallingType.STRING) {
            // Objects are given as JSON text where the API wants text, as the optimized integrations do.
            return json.isString() ? json.stringValue() : Json.write(json);
        }
        if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromUtf8String(json.isString() ? json.stringValue() : Json.write(json));
        }
        if (type == MarshallingType.BOOLEAN) {
            if (!json.isBoolean()) {
                throw wrong(name, "true or false");
            }
            return json.booleanValue();
        }
        if (type == MarshallingType.INSTANT) {
            return instant(json, name);
        }
        if (!json.isNumber()) {
            throw wrong(name, "a number");
        }
        return number(type, json.decimalValue(), name);
    }

    private static Object number(MarshallingType<?> type, BigDecimal number, String name) {
        try {
            if (type == MarshallingType.INTEGER) {
                return number.intValueExact();
            }
            if (type == MarshallingType.LONG) {
                return number.longValueExact();
            }
            if (type == MarshallingType.SHORT) {
                return number.shortValueExact();
            }
            if (type == MarshallingType.BYTE) {
                return number.byteValueExact();
            }
        } catch (ArithmeticException outside) {
            throw wrong(name, "a whole number in the range of its type");
        }
        if (type == MarshallingType.FLOAT) {
            return number.floatValue();
        }
        if (type == MarshallingType.DOUBLE) {
            return number.doubleValue();
        }
        if (type == MarshallingType.BIG_DECIMAL) {
            return number;
        }
        throw wrong(name, "of a type that can be given in a definition");
    }

    private static Instant instant(JsonNode json, String name) {
        try {
            return json.isNumber()
                    ? Instant.ofEpochMilli(json.decimalValue().movePointRight(3).longValue())
                    : Instant.parse(json.asString());
        } catch (DateTimeException notATime) {
            throw wrong(name, "a time such as 2026-03-01T10:00:00Z");
        }
    }

    /// What a response holds. Members without a value are left out; empty lists that the service sent are kept.
    static ObjectNode read(SdkPojo pojo) {
        var members = new TreeMap<String, JsonNode>();
        for (var field : pojo.sdkFields()) {
            var value = field.getValueOrDefault(pojo);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                members.put(pascal(field.memberName()), json(value));
            }
        }
        var object = NODES.objectNode();
        members.forEach(object::set);
        return object;
    }

    private static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case SdkPojo pojo -> read(pojo);
            case List<?> list -> {
                var array = NODES.arrayNode();
                list.forEach(item -> array.add(json(item)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = NODES.objectNode();
                map.forEach((key, item) -> object.set(String.valueOf(key), json(item)));
                yield object;
            }
            case SdkBytes bytes -> NODES.stringNode(bytes.asUtf8String());
            case Instant instant -> NODES.stringNode(TIME.format(instant));
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number.intValue());
            // As a parser would read it, so that equal results are equal values.
            case Long number -> number.intValue() == number
                    ? NODES.numberNode(number.intValue())
                    : NODES.numberNode(number.longValue());
            case Number number -> NODES.numberNode(new BigDecimal(number.toString()));
            default -> NODES.stringNode(value.toString());
        };
    }

    private static String pascal(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException("The field '" + name + "' must be " + expected);
    }
}
