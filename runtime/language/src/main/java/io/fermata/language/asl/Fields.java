// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Expression;
import io.fermata.language.Literal;
import io.fermata.language.Numbers;
import io.fermata.language.ReferencePath;
import io.fermata.language.jsonpath.JsonPath;
import io.fermata.language.jsonpath.NodePath;
import io.fermata.language.text.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The members of a checked object, read as the language's types.
record Fields(Source source) {

    private static final Literal EMPTY = new Literal(JsonNodeFactory.instance.objectNode());

    static Fields of(Source source) {
        return new Fields(source);
    }

    boolean has(String name) {
        return source.has(name);
    }

    /// A member that the checks demand.
    Source member(String name) {
        var member = source.member(name);
        if (member == null) {
            throw new IllegalStateException(name + " is missing at " + source.location() + " though the checks passed");
        }
        return member;
    }

    String text(String name) {
        return member(name).value().stringValue();
    }

    @Nullable
    String textOrNull(String name) {
        return source.text(name);
    }

    @Nullable
    JsonNode valueOrNull(String name) {
        var member = source.member(name);
        return member == null ? null : member.value();
    }

    List<Fields> list(String name) {
        var member = source.member(name);
        return member == null ? List.of() : member.items().stream().map(Fields::new).toList();
    }

    JsonPath path(String name) {
        return JsonPath.parse(text(name));
    }

    /// `InputPath` or `OutputPath`: the root when absent, `{}` when null.
    Expression pathOrRoot(String name) {
        if (!has(name)) {
            return JsonPath.ROOT;
        }
        return member(name).value().isNull() ? EMPTY : path(name);
    }

    /// `ResultPath`: the root when absent, null when null.
    @Nullable
    ReferencePath resultPath() {
        if (!has("ResultPath")) {
            return NodePath.ROOT;
        }
        return member("ResultPath").value().isNull() ? null : NodePath.parse(text("ResultPath"));
    }

    /// The value as it stands; null when absent.
    @Nullable
    Expression literalOrNull(String name) {
        var value = valueOrNull(name);
        return value == null ? null : new Literal(value);
    }

    /// A member that is an object; null when absent.
    @Nullable
    Fields part(String name) {
        var member = source.member(name);
        return member == null ? null : new Fields(member);
    }

    List<String> errorEquals() {
        return member("ErrorEquals").items().stream().map(error -> error.value().stringValue()).toList();
    }

    long whole(String name, long otherwise) {
        var value = valueOrNull(name);
        var number = value == null ? null : Numbers.whole(value);
        return number == null ? otherwise : number;
    }
}
