// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// One value of a definition's text with its place in it. Read-only once built; shared by threads.
///
/// Lines and columns count from 1 and are those of a member's key, or of the value where there is no key. Offsets count
/// characters (UTF-16) of the text from 0, the end is behind the last character. In YAML a value behind an alias has the
/// offsets of what the alias stands for.
public final class Source {

    /// Where a value stands.
    ///
    /// @param keyStart offset of the key with its quotes; -1 when the value is no member
    /// @param keyEnd offset behind the key; -1 when the value is no member
    record Place(int line, int column, int keyStart, int keyEnd, int start) {

        static Place ofValue(int line, int column, int start) {
            return new Place(line, column, -1, -1, start);
        }
    }

    private final @Nullable Source parent;
    private final String label;
    private final Place place;
    private final Map<String, Source> members = new LinkedHashMap<>();
    private final List<Source> items = new ArrayList<>();
    private JsonNode value = NullNode.getInstance();
    private int end;

    /// @param label how this value continues its parent's location: `/Next` or `[0]`
    Source(@Nullable Source parent, String label, Place place) {
        this.parent = parent;
        this.label = label;
        this.place = place;
        this.end = place.start();
    }

    void fill(JsonNode node, int endOfValue) {
        value = node;
        end = endOfValue;
    }

    void add(String name, Source member) {
        members.put(name, member);
    }

    void add(Source item) {
        items.add(item);
    }

    /// The value as JSON; treat it as immutable.
    public JsonNode value() {
        return value;
    }

    /// The line of the key or value, from 1.
    public int line() {
        return place.line();
    }

    /// The column of the key or value, from 1.
    public int column() {
        return place.column();
    }

    /// The offset of the first character of the value.
    public int start() {
        return place.start();
    }

    /// The offset behind the last character of the value.
    public int end() {
        return end;
    }

    /// The offset of the key with its quotes; -1 when the value is no member of an object.
    public int keyStart() {
        return place.keyStart();
    }

    /// The offset behind the key; -1 when the value is no member of an object.
    public int keyEnd() {
        return place.keyEnd();
    }

    /// The members of an object in the order of the text; empty for other values.
    public Map<String, Source> members() {
        return Collections.unmodifiableMap(members);
    }

    /// The items of an array; empty for other values.
    public List<Source> items() {
        return Collections.unmodifiableList(items);
    }

    /// The member of that name; null when there is none.
    public @Nullable Source member(String name) {
        return members.get(name);
    }

    /// Whether there is a member of that name.
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /// The text of a member that is a string; null when it is absent or something else.
    public @Nullable String text(String name) {
        var member = members.get(name);
        return member != null && member.value.isString() ? member.value.stringValue() : null;
    }

    /// The path of this value as AWS writes it: `/States/Pay/Catch[0]`.
    public String location() {
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
    public String pathFrom(Source state) {
        var path = new StringBuilder();
        for (var at = this; at != state && at.parent != null; at = at.parent) {
            path.insert(0, at.label);
        }
        return path.isEmpty() ? "" : path.substring(1);
    }

    /// The value at a location below this one, which must be the root; null when there is none.
    public @Nullable Source find(String location) {
        return location.equals("/") ? this : below(location);
    }

    private @Nullable Source below(String path) {
        if (path.isEmpty()) {
            return this;
        }
        for (var child : members.isEmpty() ? items : members.values()) {
            if (path.startsWith(child.label)) {
                var found = child.below(path.substring(child.label.length()));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /// The innermost value whose key or text holds the offset; this value when none inside does.
    public Source at(int offset) {
        for (var member : members.values()) {
            if (offset >= member.place.keyStart() && offset < member.end) {
                return member.at(offset);
            }
        }
        for (var item : items) {
            if (offset >= item.start() && offset < item.end) {
                return item.at(offset);
            }
        }
        return this;
    }
}
