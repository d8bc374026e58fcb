// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.language.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Requests and answers of the API as definitions spell them: members in PascalCase, times as text (integrations.md section
/// 3). Stateless.
final class SdkSpelling {

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MILLIS = 3;

    private SdkSpelling() {}

    static String capital(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String small(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /// What speaks against parameters before the call is made, in AWS's words. A null passes everywhere, and what is missing
    /// is the operation's matter.
    static List<String> problems(Shape.Structure request, JsonNode parameters) {
        var problems = new ArrayList<String>();
        check(request, "Parameters", parameters, problems);
        return problems;
    }

    private static void check(Shape shape, String name, JsonNode value, List<String> problems) {
        if (value.isNull()) {
            return;
        }
        boolean fits = switch (shape) {
            case Shape.Structure structure when value.isObject() -> {
                value.properties().forEach(entry -> {
                    var member = member(structure, entry.getKey());
                    if (member == null) {
                        problems.add("The field '" + entry.getKey() + "' is not supported by Step Functions");
                    } else {
                        check(member.shape(), entry.getKey(), entry.getValue(), problems);
                    }
                });
                yield true;
            }
            case Shape.Many list when value.isArray() -> {
                value.forEach(each -> check(list.item(), name, each, problems));
                yield true;
            }
            case Shape.Structure _,Shape.Many _ -> false;
            // objects are sent as JSON text
            case Shape.Text _ -> true;
            case Shape.Whole _,Shape.Decimal _,Shape.Flag _ -> value.isValueNode();
        };
        if (!fits) {
            problems.add("The value of the field '" + name + "' has an invalid format");
        }
    }

    private static Shape.Structure.@Nullable Member member(Shape.Structure structure,
            String name) {
        var small = small(name);
        return small.equals(name) ? null : structure.members().get(small);
    }

    /// The request that parameters without problems stand for.
    ///
    /// @throws IllegalArgumentException if a text is no number or no truth value where one belongs; the message names the field
    static ObjectNode request(Shape.Structure request, JsonNode parameters) {
        return structure(request, parameters);
    }

    private static ObjectNode structure(Shape.Structure shape, JsonNode value) {
        var object = NODES.objectNode();
        value.properties().forEach(entry -> {
            var member = member(shape, entry.getKey());
            if (member != null && !entry.getValue().isNull()) {
                object.set(small(entry.getKey()), value(member.shape(), entry.getKey(), entry.getValue()));
            }
        });
        return object;
    }

    private static JsonNode value(Shape shape, String name, JsonNode value) {
        return switch (shape) {
            case Shape.Structure structure -> structure(structure, value);
            case Shape.Many list -> {
                var array = NODES.arrayNode();
                value.values().stream().filter(each -> !each.isNull())
                        .forEach(each -> array.add(value(list.item(), name, each)));
                yield array;
            }
            case Shape.Text _ -> value.isString() ? value : NODES.stringNode(Json.write(value));
            case Shape.Flag _ -> flag(name, value);
            case Shape.Whole _,Shape.Decimal _ -> number(name, value);
        };
    }

    private static JsonNode flag(String name, JsonNode value) {
        return switch (value.asString()) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            default -> throw new IllegalArgumentException("The field '" + name + "' must be true or false");
        };
    }

    private static JsonNode number(String name, JsonNode value) {
        try {
            var number = new BigDecimal(value.asString().strip());
            return number.stripTrailingZeros().scale() <= 0
                    ? NODES.numberNode(number.longValueExact())
                    : NODES.numberNode(number);
        } catch (ArithmeticException | NumberFormatException none) {
            throw new IllegalArgumentException("The field '" + name + "' must be a number of its type");
        }
    }

    /// An answer as a task shows it: members in the order of their names.
    static JsonNode answer(JsonNode answer) {
        return answer("", answer);
    }

    private static JsonNode answer(String name, JsonNode value) {
        if (value.isArray()) {
            var array = NODES.arrayNode();
            value.forEach(each -> array.add(answer(name, each)));
            return array;
        }
        if (value.isObject() && !ServiceModel.AWS.isMap(name)) {
            var members = new TreeMap<String, JsonNode>();
            value.properties().stream().filter(entry -> !entry.getValue().isNull())
                    .forEach(entry -> members.put(capital(entry.getKey()), answer(entry.getKey(), entry.getValue())));
            var object = NODES.objectNode();
            members.forEach(object::set);
            return object;
        }
        return value.isNumber() && ServiceModel.AWS.isTime(name) ? NODES.stringNode(time(value)) : value;
    }

    private static String time(JsonNode seconds) {
        return TIME.format(Instant.ofEpochMilli(seconds.decimalValue().movePointRight(MILLIS).longValue()));
    }
}
