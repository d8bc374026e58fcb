// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The SDK's responses as definitions see them: members in PascalCase at every depth, in the order of their names.
/// Stateless.
final class SdkAnswer {

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SdkAnswer() {}

    /// AWS shows answers in the ways of two generations of its SDK (integrations.md section 3).
    enum Style {

        /// `aws-sdk:` resources: times as text.
        SDK,
        /// Optimized resources: times in milliseconds since 1970.
        OPTIMIZED,
        /// The same, of the older services whose absent lists appear as empty ones.
        OPTIMIZED_WITH_EMPTY_LISTS
    }

    /// What a response holds. Members without a value are left out; empty lists that the service sent are kept.
    ///
    /// @param body what came beside it; null when nothing can
    static ObjectNode read(SdkPojo response, Style style, String bodyMember, @Nullable String body) {
        var members = members(response, style);
        if (body != null) {
            members.put(bodyMember, NODES.stringNode(body));
        }
        return object(members);
    }

    private static TreeMap<String, JsonNode> members(SdkPojo pojo, Style style) {
        var members = new TreeMap<String, JsonNode>();
        for (var field : pojo.sdkFields()) {
            var value = field.getValueOrDefault(pojo);
            var name = SdkJson.name(field);
            if (value instanceof SdkAutoConstructList) {
                if (style == Style.OPTIMIZED_WITH_EMPTY_LISTS) {
                    members.put(name, NODES.arrayNode());
                }
            } else if (value != null && !(value instanceof SdkAutoConstructMap)) {
                members.put(name, json(value, style, name));
            }
        }
        return members;
    }

    private static ObjectNode object(Map<String, JsonNode> members) {
        var object = NODES.objectNode();
        members.forEach(object::set);
        return object;
    }

    private static JsonNode json(@Nullable Object value, Style style, String name) {
        return switch (value) {
            case null -> NODES.nullNode();
            case SdkPojo pojo -> object(members(pojo, style));
            case List<?> list -> {
                var array = NODES.arrayNode();
                list.forEach(item -> array.add(json(item, style, name)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = NODES.objectNode();
                map.forEach((key, item) -> object.set(String.valueOf(key), json(item, style, name)));
                yield object;
            }
            case SdkBytes bytes -> NODES.stringNode(text(bytes, name));
            case Instant instant -> style == Style.SDK
                    ? NODES.stringNode(TIME.format(instant))
                    : whole(instant.toEpochMilli());
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number.intValue());
            case Long number -> whole(number);
            case Number number -> number(new BigDecimal(number.toString()));
            case Document document -> document(document);
            default -> NODES.stringNode(value.toString());
        };
    }

    /// As a parser would read it, so that equal results are equal values.
    private static JsonNode whole(long number) {
        return (int) number == number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    }

    private static JsonNode number(BigDecimal number) {
        return number.scale() <= 0 && number.precision() <= 18 ? whole(number.longValue()) : NODES.numberNode(number);
    }

    private static String text(SdkBytes bytes, String name) {
        if (!Binary.is(name)) {
            try {
                return bytes.asUtf8String();
            } catch (UncheckedIOException notText) {
                // in base64 then, so that nothing is lost
            }
        }
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }

    private static JsonNode document(Document document) {
        if (document.isMap()) {
            var object = NODES.objectNode();
            document.asMap().forEach((key, item) -> object.set(key, document(item)));
            return object;
        }
        if (document.isList()) {
            var array = NODES.arrayNode();
            document.asList().forEach(item -> array.add(document(item)));
            return array;
        }
        if (document.isNumber()) {
            return number(document.asNumber().bigDecimalValue());
        }
        if (document.isBoolean()) {
            return NODES.booleanNode(document.asBoolean());
        }
        return document.isNull() ? NODES.nullNode() : NODES.stringNode(document.asString());
    }
}
