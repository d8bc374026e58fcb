// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.Expression;
import io.fermata.language.MalformedException;
import io.fermata.language.Template.Member;
import io.fermata.language.Template.Part;
import io.fermata.language.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// JSONPath's payload templates: every key that ends in `.$` names an expression (asl.md section 2.1).
public final class PayloadTemplate {

    private static final String SUFFIX = ".$";

    private PayloadTemplate() {}

    /// The template of any JSON value; a literal when it holds no expression.
    ///
    /// @throws MalformedException when an expression does not parse or two keys become the same
    public static Expression compile(JsonNode source) {
        return Template.of(source, part(source));
    }

    /// The expressions of an object's members, suffixes stripped, as `Assign` needs them.
    public static Map<String, Expression> members(JsonNode object) {
        var members = new LinkedHashMap<String, Expression>();
        for (var field : object.properties()) {
            var key = field.getKey();
            members.put(name(key), isDynamic(key) ? expression(key, field.getValue()) : compile(field.getValue()));
        }
        return members;
    }

    public static boolean isDynamic(String key) {
        return key.endsWith(SUFFIX);
    }

    public static String name(String key) {
        return isDynamic(key) ? key.substring(0, key.length() - SUFFIX.length()) : key;
    }

    /// The path or intrinsic call under a key that ends in `.$`.
    ///
    /// @throws MalformedException when it is neither
    public static Expression expression(String key, JsonNode value) {
        if (!value.isString()) {
            throw new MalformedException("the value must be a string");
        }
        var text = value.stringValue();
        return text.startsWith("$") ? new FieldPath(key, JsonPath.parse(text), true) : Intrinsic.parse(text);
    }

    private static Part part(JsonNode source) {
        return switch (source.getNodeType()) {
            case OBJECT -> members(source, new ArrayList<>());
            case ARRAY -> Part.items(source, source.valueStream().map(PayloadTemplate::part).toList());
            case STRING, NUMBER, BOOLEAN, NULL, BINARY, POJO, MISSING -> new Part.Fixed(source);
        };
    }

    private static Part members(JsonNode object, ArrayList<Member> members) {
        var names = new HashSet<String>();
        for (var field : object.properties()) {
            var key = field.getKey();
            if (!names.add(name(key))) {
                throw new MalformedException("the key '" + name(key) + "' stands twice");
            }
            var part = isDynamic(key) ? new Part.Dynamic(expression(key, field.getValue())) : part(field.getValue());
            members.add(new Member(name(key), part));
        }
        return Part.members(object, members);
    }
}
