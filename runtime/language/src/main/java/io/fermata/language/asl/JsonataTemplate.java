// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Expression;
import io.fermata.language.Template.Member;
import io.fermata.language.Template.Part;
import io.fermata.language.Template;
import io.fermata.language.text.Source;
import java.util.LinkedHashMap;
import java.util.Map;

/// JSON in which every string between `{%` and `%}` is a JSONata expression, at any depth (asl.md section 3). Keys are
/// never expressions.
final class JsonataTemplate {

    private JsonataTemplate() {}

    /// The template of any JSON value; a literal when it holds no expression.
    ///
    /// @param state the state whose field this is, from which failures name the field
    static Expression compile(Source source, Source state) {
        return Template.of(source.value(), part(source, state));
    }

    /// The expressions of an object's members, as `Assign` needs them.
    static Map<String, Expression> members(Source object, Source state) {
        var members = new LinkedHashMap<String, Expression>();
        object.members().forEach((name, value) -> members.put(name, compile(value, state)));
        return members;
    }

    private static Part part(Source source, Source state) {
        var value = source.value();
        return switch (value.getNodeType()) {
            case OBJECT -> Part.members(value, source.members().entrySet().stream()
                    .map(member -> new Member(member.getKey(), part(member.getValue(), state))).toList());
            case ARRAY -> Part.items(value, source.items().stream().map(item -> part(item, state)).toList());
            case STRING -> JsonataText.isExpression(value.stringValue())
                    ? new Part.Dynamic(JsonataText.compile(source, state))
                    : new Part.Fixed(value);
            case NUMBER, BOOLEAN, NULL, BINARY, POJO, MISSING -> new Part.Fixed(value);
        };
    }
}
