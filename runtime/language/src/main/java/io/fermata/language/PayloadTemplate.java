// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A payload template: JSON in which every key that ends in `.$` names an expression. What holds no expression is shared
/// with the definition, never copied.
final class PayloadTemplate implements Expression {

    private static final String SUFFIX = ".$";

    private final JsonNode source;
    private final Part part;

    private PayloadTemplate(JsonNode source, Part part) {
        this.source = source;
        this.part = part;
    }

    /// The template of any JSON value; a literal when it holds no expression.
    ///
    /// @throws MalformedException when an expression does not parse or two keys become the same
    static Expression compile(JsonNode source) {
        return switch (part(source)) {
            case Part.Fixed(var value) -> new Literal(value);
            case Part dynamic -> new PayloadTemplate(source, dynamic);
        };
    }

    /// The expressions of an object's members, suffixes stripped, as `Assign` needs them.
    static Map<String, Expression> members(JsonNode object) {
        var members = new LinkedHashMap<String, Expression>();
        for (var field : object.properties()) {
            var key = field.getKey();
            members.put(name(key), isDynamic(key) ? expression(key, field.getValue()) : compile(field.getValue()));
        }
        return members;
    }

    static boolean isDynamic(String key) {
        return key.endsWith(SUFFIX);
    }

    static String name(String key) {
        return isDynamic(key) ? key.substring(0, key.length() - SUFFIX.length()) : key;
    }

    /// The path or intrinsic call under a key that ends in `.$`.
    ///
    /// @throws MalformedException when it is neither
    static Expression expression(String key, JsonNode value) {
        if (!value.isString()) {
            throw new MalformedException("the value must be a string");
        }
        var text = value.stringValue();
        return text.startsWith("$") ? new FieldPath(key, JsonPath.parse(text), true) : Intrinsic.parse(text);
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        var value = part.build(scope, new Room());
        if (!Json.fits(value)) {
            throw tooLarge();
        }
        return value;
    }

    @Override
    public String text() {
        return Json.write(source);
    }

    private static Part part(JsonNode source) {
        return switch (source.getNodeType()) {
            case OBJECT -> members(source, new ArrayList<>());
            case ARRAY -> items(source);
            case STRING, NUMBER, BOOLEAN, NULL, BINARY, POJO, MISSING -> new Part.Fixed(source);
        };
    }

    private static Part members(JsonNode object, List<Member> members) {
        var names = new HashSet<String>();
        var fixed = true;
        for (var field : object.properties()) {
            var key = field.getKey();
            if (!names.add(name(key))) {
                throw new MalformedException("the key '" + name(key) + "' stands twice");
            }
            var part = isDynamic(key) ? new Part.Dynamic(expression(key, field.getValue())) : part(field.getValue());
            fixed &= part instanceof Part.Fixed;
            members.add(new Member(name(key), part));
        }
        return fixed ? new Part.Fixed(object) : new Part.Members(List.copyOf(members));
    }

    private static Part items(JsonNode array) {
        var items = new ArrayList<Part>();
        array.forEach(item -> items.add(part(item)));
        var fixed = items.stream().allMatch(Part.Fixed.class::isInstance);
        return fixed ? new Part.Fixed(array) : new Part.Items(List.copyOf(items));
    }

    private static EvaluationException tooLarge() {
        return new EvaluationException("States.DataLimitExceeded",
                "The payload template gives more than " + Json.MAX_BYTES
                        + " bytes or is nested deeper than " + Json.MAX_DEPTH + ".");
    }

    /// What is left of the greatest payload while one template is built: a template of many calls stops at the first
    /// value that does not fit, before the others take memory.
    private static final class Room {

        private long bytes = Json.MAX_BYTES;

        JsonNode take(JsonNode value) {
            bytes = Json.remaining(value, bytes);
            if (bytes < 0) {
                throw tooLarge();
            }
            return value;
        }
    }

    private record Member(String name, Part part) {}

    private sealed interface Part {

        JsonNode build(Scope scope, Room room);

        record Fixed(JsonNode value) implements Part {

            @Override
            public JsonNode build(Scope scope, Room room) {
                return value;
            }
        }

        record Dynamic(Expression expression) implements Part {

            @Override
            public JsonNode build(Scope scope, Room room) {
                return room.take(expression.evaluate(scope));
            }
        }

        record Members(List<Member> members) implements Part {

            @Override
            public JsonNode build(Scope scope, Room room) {
                var object = JsonNodeFactory.instance.objectNode();
                members.forEach(member -> object.set(member.name(), member.part().build(scope, room)));
                return object;
            }
        }

        record Items(List<Part> items) implements Part {

            @Override
            public JsonNode build(Scope scope, Room room) {
                var array = JsonNodeFactory.instance.arrayNode(items.size());
                items.forEach(item -> array.add(item.build(scope, room)));
                return array;
            }
        }
    }
}
