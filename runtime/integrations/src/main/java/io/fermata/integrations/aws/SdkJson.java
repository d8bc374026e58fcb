// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.language.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.databind.JsonNode;

/// JSON in the spelling of Step Functions (members in PascalCase) to the SDK's requests, through the fields that each of
/// them lists. Works for every service. Stateless.
final class SdkJson {

    /// Members that the SDK calls otherwise than the API, which definitions follow. By the SDK's name.
    private static final Map<String, String> OF_THE_API = Map.of("NUL", "NULL", "DestinationBucket", "Bucket",
            "DestinationKey", "Key", "StackStatusFilters", "StackStatusFilter", "AWSAccountIds", "AWSAccountId",
            "ActionNames", "ActionName");

    private SdkJson() {}

    /// The members of a request by the names that a definition uses.
    static Map<String, SdkField<?>> members(SdkPojo pojo) {
        var members = new TreeMap<String, SdkField<?>>();
        pojo.sdkFields().forEach(field -> members.put(name(field), field));
        return members;
    }

    /// Sets the fields of a request's builder. A null is the same as an absent member.
    ///
    /// @throws IllegalArgumentException if a member is unknown or has the wrong type; the message names it
    static void fill(SdkPojo builder, JsonNode object) {
        fill(builder, object, "");
    }

    /// Gives the members that make a repeated request recognizable, where the definition leaves them out, a value that
    /// follows from the attempt. The SDK would take a new one for each call.
    static void fillTokens(SdkPojo builder, JsonNode object, String idempotencyKey) {
        for (var field : builder.sdkFields()) {
            var given = object.path(name(field));
            if (field.containsTrait(DefaultValueTrait.class) && (given.isMissingNode() || given.isNull())) {
                field.set(builder,
                        UUID.nameUUIDFromBytes(idempotencyKey.getBytes(StandardCharsets.UTF_8)).toString());
            }
        }
    }

    private static void fill(SdkPojo builder, JsonNode object, String path) {
        if (!object.isObject()) {
            throw new IllegalArgumentException("The field '" + path + "' must be an object");
        }
        var fields = members(builder);
        for (var member : object.properties()) {
            var name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            var field = fields.get(member.getKey());
            if (field == null) {
                throw new IllegalArgumentException("The field '" + name + "' is not supported by Step Functions");
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
            json.values().stream().filter(item -> !item.isNull())
                    .forEach(item -> list.add(value(member, item, name)));
            return list;
        }
        if (type == MarshallingType.MAP) {
            var member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
            var map = new LinkedHashMap<String, Object>();
            if (!json.isObject()) {
                throw wrong(name, "an object");
            }
            json.properties().stream().filter(entry -> !entry.getValue().isNull()).forEach(entry -> map
                    .put(entry.getKey(), value(member, entry.getValue(), name + "." + entry.getKey())));
            return map;
        }
        if (type == MarshallingType.SDK_POJO) {
            var part = field.constructor().get();
            fill(part, json, name);
            return ((SdkBuilder<?, ?>) part).build();
        }
        return type == MarshallingType.DOCUMENT ? document(json) : scalar(type, json, name);
    }

    private static Object scalar(MarshallingType<?> type, JsonNode json, String name) {
        if (type == MarshallingType.STRING) {
            return text(json);
        }
        if (type == MarshallingType.SDK_BYTES) {
            return Binary.is(name) ? bytes(json, name) : SdkBytes.fromUtf8String(text(json));
        }
        if (type == MarshallingType.BOOLEAN) {
            return switch (text(json)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw wrong(name, "true or false");
            };
        }
        return type == MarshallingType.INSTANT ? instant(json, name) : number(type, json, name);
    }

    /// Objects are given as JSON text where the API wants text.
    private static String text(JsonNode json) {
        return json.isString() ? json.stringValue() : Json.write(json);
    }

    private static SdkBytes bytes(JsonNode json, String name) {
        try {
            return SdkBytes.fromByteArray(Base64.getDecoder().decode(text(json)));
        } catch (IllegalArgumentException notBase64) {
            throw wrong(name, "in base64");
        }
    }

    private static Object number(MarshallingType<?> type, JsonNode json, String name) {
        try {
            var number = new BigDecimal(text(json).strip());
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
            if (type == MarshallingType.FLOAT) {
                return number.floatValue();
            }
            if (type == MarshallingType.DOUBLE) {
                return number.doubleValue();
            }
            if (type == MarshallingType.BIG_DECIMAL) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw wrong(name, "a number");
        } catch (ArithmeticException outside) {
            throw wrong(name, "a whole number in the range of its type");
        }
        throw wrong(name, "of a type that can be given in a definition");
    }

    private static Instant instant(JsonNode json, String name) {
        try {
            return json.isNumber()
                    ? Instant.ofEpochMilli(json.decimalValue().movePointRight(3).longValue())
                    : OffsetDateTime.parse(json.asString()).toInstant();
        } catch (DateTimeException notATime) {
            throw wrong(name, "a time such as 2026-03-01T10:00:00Z");
        }
    }

    private static Document document(JsonNode json) {
        if (json.isObject()) {
            var map = new LinkedHashMap<String, Document>();
            json.properties().forEach(entry -> map.put(entry.getKey(), document(entry.getValue())));
            return Document.fromMap(map);
        }
        if (json.isArray()) {
            var list = new ArrayList<Document>();
            json.forEach(item -> list.add(document(item)));
            return Document.fromList(list);
        }
        if (json.isNumber()) {
            return Document.fromNumber(SdkNumber.fromBigDecimal(json.decimalValue()));
        }
        if (json.isBoolean()) {
            return Document.fromBoolean(json.booleanValue());
        }
        return json.isNull() ? Document.fromNull() : Document.fromString(json.stringValue());
    }

    /// The name of a member in definitions.
    static String name(SdkField<?> field) {
        var member = field.memberName();
        var name = Character.toUpperCase(member.charAt(0)) + member.substring(1);
        var other = OF_THE_API.get(name);
        // other operations have members of their own by these names
        return other != null && other.equals(field.locationName()) ? other : name;
    }

    private static IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException("The field '" + name + "' must be " + expected);
    }
}
