// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// One JSON value of a definition with its place in the text. A member's place is that of its key.
final class Source {

    private final @Nullable Source parent;
    private final String label;
    private final int line;
    private final int column;
    private final Map<String, Source> members = new LinkedHashMap<>();
    private final List<Source> items = new ArrayList<>();
    private JsonNode value = NullNode.getInstance();

    /// @param label how this value continues its parent's location: `/Next` or `[0]`
    Source(@Nullable Source parent, String label, int line, int column) {
        this.parent = parent;
        this.label = label;
        this.line = line;
        this.column = column;
    }

    void fill(JsonNode node) {
        value = node;
    }

    void add(String name, Source member) {
        members.put(name, member);
    }

    void add(Source item) {
        items.add(item);
    }

    JsonNode value() {
        return value;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    Map<String, Source> members() {
        return members;
    }

    List<Source> items() {
        return items;
    }

    @Nullable
    Source member(String name) {
        return members.get(name);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /// The text of a member that is a string; null when it is absent or something else.
    @Nullable
    String text(String name) {
        var member = members.get(name);
        return member != null && member.value.isString() ? member.value.stringValue() : null;
    }

    /// The path of this value as AWS writes it: `/States/Pay/Catch[0]`.
    String location() {
        if (parent == null) {
            return "/";
        }
        var path = new StringBuilder();
        for (Source at = this; at != null && at.parent != null; at = at.parent) {
            path.insert(0, at.label);
        }
        return path.toString();
    }

    /// The path of this value from a state above it, as AWS names a field: `Choices[1]/Condition`.
    String below(Source state) {
        var path = new StringBuilder();
        for (var at = this; at != state && at.parent != null; at = at.parent) {
            path.insert(0, at.label);
        }
        return path.isEmpty() ? "" : path.substring(1);
    }
}
