// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What is surely known of a value: which members it cannot have. Immutable.
sealed interface Shape {

    /// Bounds the work on shapes that hold copies of others.
    int MAX_SIZE = 2_000;

    int MAX_DEPTH = 8;

    Shape ANY = new Any();
    Shape SCALAR = new Scalar();
    Shape EMPTY = new Members(Map.of(), false, 1, 1);

    /// Nothing is known, or it is an array.
    record Any() implements Shape {

        @Override
        public int size() {
            return 1;
        }

        @Override
        public int depth() {
            return 1;
        }
    }

    /// A text, number, boolean or null.
    record Scalar() implements Shape {

        @Override
        public int size() {
            return 1;
        }

        @Override
        public int depth() {
            return 1;
        }
    }

    /// An object.
    ///
    /// @param known the members that it may have
    /// @param open whether it may have others
    record Members(Map<String, Shape> known, boolean open, int size, int depth) implements Shape {}

    private static Shape members(Map<String, Shape> known, boolean open) {
        var size = 1;
        var depth = 1;
        for (var member : known.values()) {
            size += member.size();
            depth = Math.max(depth, member.depth() + 1);
        }
        return size > MAX_SIZE || depth > MAX_DEPTH ? ANY : new Members(Map.copyOf(known), open, size, depth);
    }

    /// The number of values in it.
    int size();

    /// The levels of nesting in it.
    int depth();

    /// The shape of a payload template whose paths read from `input`.
    static Shape template(JsonNode template, Shape input) {
        return of(template, input);
    }

    static Shape literal(JsonNode value) {
        return of(value, null);
    }

    /// What is known when the value comes on one of two ways.
    default Shape or(Shape other) {
        if (equals(other)) {
            return this;
        }
        if (!(this instanceof Members left && other instanceof Members right)) {
            return ANY;
        }
        var names = new HashSet<>(left.known().keySet());
        names.addAll(right.known().keySet());
        var joined = new LinkedHashMap<String, Shape>();
        for (var name : names) {
            var one = left.known().get(name);
            var two = right.known().get(name);
            if (one == null || two == null) {
                var only = one == null ? two : one;
                var elsewhere = one == null ? left.open() : right.open();
                joined.put(name, elsewhere || only == null ? ANY : only);
            } else {
                joined.put(name, one.or(two));
            }
        }
        return members(joined, left.open() || right.open());
    }

    /// The shape of what a path finds; null when it surely finds nothing.
    default @Nullable Shape find(MemberPath path) {
        Shape at = this;
        for (var name : path.names()) {
            switch (at) {
                case Any _ -> {
                    return ANY;
                }
                case Scalar _ -> {
                    return null;
                }
                case Members members -> {
                    var member = members.known().get(name);
                    if (member == null && !members.open()) {
                        return null;
                    }
                    at = member == null ? ANY : member;
                }
            }
        }
        return at;
    }

    /// The shape after a value was put at a path.
    default Shape put(MemberPath path, Shape value) {
        if (path.names().isEmpty()) {
            return value;
        }
        var name = path.names().getFirst();
        var rest = new MemberPath(path.names().subList(1, path.names().size()));
        return switch (this) {
            case Any _ -> members(Map.of(name, ANY.put(rest, value)), true);
            case Scalar _ -> ANY;
            case Members members -> {
                var known = new LinkedHashMap<>(members.known());
                var inner = known.getOrDefault(name, members.open() ? ANY : EMPTY);
                known.put(name, inner.put(rest, value));
                yield members(known, members.open());
            }
        };
    }

    private static Shape of(JsonNode value, @Nullable Shape input) {
        if (value.isArray()) {
            return ANY;
        }
        if (!value.isObject()) {
            return SCALAR;
        }
        var known = new LinkedHashMap<String, Shape>();
        for (var field : value.properties()) {
            var key = field.getKey();
            if (input != null && key.endsWith(".$")) {
                var path = field.getValue().isString() ? MemberPath.of(field.getValue().stringValue()) : null;
                var found = path == null ? ANY : input.find(path);
                known.put(key.substring(0, key.length() - 2), found == null ? ANY : found);
            } else {
                known.put(key, of(field.getValue(), input));
            }
        }
        return members(known, false);
    }
}
