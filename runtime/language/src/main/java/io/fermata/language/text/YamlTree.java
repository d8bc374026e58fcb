// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import io.fermata.language.text.YamlNode.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Turns nodes to a [Source] tree, aliases written out. Counts values and characters while it does, so that a short text of
/// nested aliases stops early.
final class YamlTree {

    private static final int MAX_VALUES = 100_000;

    private final Lines lines;
    private int values;
    private long characters;

    private YamlTree(Lines lines) {
        this.lines = lines;
    }

    /// @throws Problem when the tree is too large or too deep
    static Reading of(YamlNode.Mapping root, Lines lines) {
        var source = new Source(null, "", Source.Place.ofValue(1, 1, root.start()));
        new YamlTree(lines).fill(source, root, 1);
        return new Reading.Tree(source);
    }

    private void fill(Source source, YamlNode node, int depth) {
        if (depth > YamlReader.MAX_DEPTH) {
            throw new Problem("TOO_DEEPLY_NESTED",
                    "The definition is nested deeper than " + YamlReader.MAX_DEPTH + " levels", node.start());
        }
        if (++values > MAX_VALUES) {
            throw new Problem(YamlReader.CODE, "The definition has more than " + MAX_VALUES
                    + " values when its aliases are written out: use fewer aliases", node.start());
        }
        source.fill(switch (node) {
            case YamlNode.Scalar(var value, var _, var _) -> count(value, node);
            case YamlNode.Mapping mapping -> members(source, mapping, depth);
            case YamlNode.Sequence sequence -> items(source, sequence, depth);
        }, node.end());
    }

    private JsonNode members(Source source, YamlNode.Mapping mapping, int depth) {
        var object = JsonNodeFactory.instance.objectNode();
        for (var entry : mapping.entries()) {
            room(entry.name().length() + 4, mapping);
            var member = new Source(source, "/" + entry.name(), new Source.Place(lines.line(entry.keyStart()),
                    lines.column(entry.keyStart()), entry.keyStart(), entry.keyEnd(), entry.value().start()));
            fill(member, entry.value(), depth + 1);
            source.add(entry.name(), member);
            object.set(entry.name(), member.value());
        }
        return object;
    }

    private JsonNode items(Source source, YamlNode.Sequence sequence, int depth) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var node : sequence.items()) {
            var item = new Source(source, "[" + array.size() + "]", Source.Place.ofValue(lines.line(node.start()),
                    lines.column(node.start()), node.start()));
            fill(item, node, depth + 1);
            source.add(item);
            array.add(item.value());
        }
        return array;
    }

    private JsonNode count(JsonNode value, YamlNode node) {
        room(value.isString() ? value.stringValue().length() + 2 : 1, node);
        return value;
    }

    private void room(int more, YamlNode node) {
        characters += more;
        if (characters > SourceReader.MAX_CHARACTERS) {
            throw new Problem(YamlReader.CODE, "The definition has more than " + SourceReader.MAX_CHARACTERS
                    + " characters when its aliases are written out", node.start());
        }
    }
}
