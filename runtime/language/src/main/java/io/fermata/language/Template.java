// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// JSON with expressions inside. What holds no expression is shared with the definition, never copied. The rules for what
/// is an expression differ by query language: [io.fermata.language.jsonpath.PayloadTemplate] and [io.fermata.language.asl.JsonataTemplate] make the parts.
public final class Template implements Expression {

    private final JsonNode source;
    private final Part part;

    private Template(JsonNode source, Part part) {
        this.source = source;
        this.part = part;
    }

    /// The expression of a part: a literal when nothing in it is evaluated.
    public static Expression of(JsonNode source, Part part) {
        return switch (part) {
            case Part.Fixed(var value) -> new Literal(value);
            case Part.Dynamic(var expression) -> expression;
            case Part.Members _,Part.Items _ -> new Template(source, part);
        };
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        int most = scope.surroundings().bounds().payload();
        var value = part.build(scope, new Room(most));
        if (!Json.fits(value, most)) {
            throw tooLarge(most);
        }
        return value;
    }

    @Override
    public String text() {
        return Json.write(source);
    }

    @Override
    public Set<String> variables() {
        var names = new HashSet<String>();
        part.addVariables(names);
        return names;
    }

    private static EvaluationException tooLarge(int most) {
        return new EvaluationException("States.DataLimitExceeded",
                "The payload template gives more than " + most
                        + " bytes or is nested deeper than " + Json.MAX_DEPTH + ".");
    }

    /// What is left of the greatest payload while one template is built: a template of many calls stops at the first
    /// value that does not fit, before the others take memory, and when its time is over.
    static final class Room {

        private static final int LOOK_EVERY = 32;

        private final int most;
        private long bytes;
        private int taken;

        private Room(int most) {
            this.most = most;
            this.bytes = most;
        }

        private JsonNode take(Expression expression, Scope scope) {
            if (++taken % LOOK_EVERY == 0 && scope.surroundings().late()) {
                throw new EvaluationException(EvaluationException.QUERY, "The expressions of the state took more than "
                        + scope.surroundings().bounds().time().toMillis() + " milliseconds together.");
            }
            var value = expression.evaluate(scope);
            bytes = Json.remaining(value, bytes);
            if (bytes < 0) {
                throw tooLarge(most);
            }
            return value;
        }
    }

    /// One member of an object.
    public record Member(String name, Part part) {}

    /// A piece of a template.
    public sealed interface Part {

        JsonNode build(Scope scope, Room room);

        void addVariables(Set<String> names);

        /// Holds no expression.
        record Fixed(JsonNode value) implements Part {

            @Override
            public JsonNode build(Scope scope, Room room) {
                return value;
            }

            @Override
            public void addVariables(Set<String> names) {}
        }

        /// Is an expression.
        record Dynamic(Expression expression) implements Part {

            @Override
            public JsonNode build(Scope scope, Room room) {
                return room.take(expression, scope);
            }

            @Override
            public void addVariables(Set<String> names) {
                names.addAll(expression.variables());
            }
        }

        /// An object with an expression somewhere below.
        record Members(List<Member> members) implements Part {

            @Override
            public JsonNode build(Scope scope, Room room) {
                var object = JsonNodeFactory.instance.objectNode();
                members.forEach(member -> object.set(member.name(), member.part().build(scope, room)));
                return object;
            }

            @Override
            public void addVariables(Set<String> names) {
                members.forEach(member -> member.part().addVariables(names));
            }
        }

        /// An array with an expression somewhere below.
        record Items(List<Part> items) implements Part {

            @Override
            public JsonNode build(Scope scope, Room room) {
                var array = JsonNodeFactory.instance.arrayNode(items.size());
                items.forEach(item -> array.add(item.build(scope, room)));
                return array;
            }

            @Override
            public void addVariables(Set<String> names) {
                items.forEach(item -> item.addVariables(names));
            }
        }

        /// The object of these members, or the literal when none is evaluated.
        static Part members(JsonNode object, List<Member> members) {
            return members.stream().allMatch(member -> member.part() instanceof Fixed)
                    ? new Fixed(object)
                    : new Members(List.copyOf(members));
        }

        /// The array of these items, or the literal when none is evaluated.
        static Part items(JsonNode array, List<Part> items) {
            return items.stream().allMatch(Fixed.class::isInstance) ? new Fixed(array) : new Items(List.copyOf(items));
        }
    }
}
