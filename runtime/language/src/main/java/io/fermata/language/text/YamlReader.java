// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import io.fermata.language.MalformedException;
import io.fermata.language.text.YamlNode.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.node.StringNode;

/// Reads the events of one YAML text to nodes. Only events of the library are used, so that nothing in a text can name a
/// class or a constructor; they are asked for one by one, so that a text of brackets stops at the depth limit.
final class YamlReader {

    static final String CODE = "INVALID_YAML_DESCRIPTION";
    static final int MAX_DEPTH = 64;

    /// The library fails on a pair of surrogates at the edge of its buffer, so that the buffer must hold the whole text.
    private static final int SMALL = 16_384;

    private static final LoadSettings OF_SMALL = settings(SMALL);
    private static final LoadSettings OF_LARGE = settings(SourceReader.MAX_CHARACTERS);

    private final String text;
    private final int @Nullable [] charOffsets;
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();
    private Iterator<Event> events = Collections.emptyIterator();
    private int lastEnd;

    private YamlReader(String text) {
        this.text = text;
        this.charOffsets = charOffsets(text);
    }

    static Reading read(String text) {
        if (text.isEmpty()) {
            return SourceReader.refused("MISSING_DESCRIPTION", "The definition is empty", null, 0, 0);
        }
        if (text.length() > SourceReader.MAX_CHARACTERS) {
            return SourceReader.tooLong(text.length());
        }
        var lines = new Lines(text);
        try {
            var root = new YamlReader(text).document();
            return root instanceof YamlNode.Mapping mapping
                    ? YamlTree.of(mapping, lines)
                    : SourceReader.notAnObject();
        } catch (Problem e) {
            return SourceReader.refused(e.code(), e.reason(), null, lines.line(e.offset()), lines.column(e.offset()));
        }
    }

    /// @throws Problem when the text is not one document of plain YAML
    private @Nullable YamlNode document() {
        try {
            events = new Parse(text.length() < SMALL ? OF_SMALL : OF_LARGE).parseString(text).iterator();
            YamlNode root = null;
            while (events.hasNext()) {
                var event = events.next();
                if (event.getEventId() == Event.ID.DocumentStart && root != null) {
                    throw problem(event,
                            "The text holds several documents: keep one of them and delete the line '---'");
                }
                if (event instanceof MappingStartEvent || event instanceof SequenceStartEvent
                        || event instanceof ScalarEvent || event instanceof AliasEvent) {
                    root = node(event, 1);
                }
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            var mark = e.getProblemMark().or(e::getContextMark);
            throw new Problem(CODE, "The text is not YAML: " + reason(e), mark.map(this::offset).orElse(0));
        } catch (YamlEngineException e) {
            throw new Problem(CODE, "The text is not YAML: " + String.valueOf(e.getMessage()).lines().findFirst()
                    .orElse("it cannot be read"), 0);
        }
    }

    private YamlNode node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Problem("TOO_DEEPLY_NESTED", "The definition is nested deeper than " + MAX_DEPTH + " levels",
                    start(event));
        }
        return switch (event) {
            case AliasEvent alias -> alias(alias);
            case ScalarEvent scalar -> anchored(scalar.getAnchor(), scalar(scalar));
            case MappingStartEvent mapping -> anchored(mapping.getAnchor(), mapping(mapping, depth));
            case SequenceStartEvent sequence -> anchored(sequence.getAnchor(), sequence(sequence, depth));
            case Event other -> throw problem(other, "A value is missing");
        };
    }

    private YamlNode anchored(Optional<Anchor> anchor, YamlNode node) {
        anchor.ifPresent(name -> anchors.put(name, node));
        return node;
    }

    private YamlNode alias(AliasEvent alias) {
        var node = anchors.get(alias.getAlias());
        if (node == null) {
            throw problem(alias, "The alias '*" + alias.getAlias().getValue() + "' stands for no anchor above it");
        }
        lastEnd = end(alias);
        return node;
    }

    private YamlNode scalar(ScalarEvent scalar) {
        untagged(scalar, scalar.getTag());
        lastEnd = Math.max(start(scalar), withoutBlanks(end(scalar)));
        try {
            var value = scalar.isPlain() ? YamlScalar.of(scalar.getValue()) : StringNode.valueOf(scalar.getValue());
            return new YamlNode.Scalar(value, start(scalar), lastEnd);
        } catch (MalformedException e) {
            throw problem(scalar, e.reason());
        }
    }

    private YamlNode mapping(MappingStartEvent mapping, int depth) {
        untagged(mapping, mapping.getTag());
        var names = new HashSet<String>();
        var entries = new ArrayList<YamlNode.Entry>();
        var event = events.next();
        for (; event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw problem(event, "A key must be a text");
            }
            untagged(key, key.getTag());
            if (key.isPlain() && key.getValue().equals("<<")) {
                throw problem(key, "The merge key '<<' is not read: write the merged members out");
            }
            if (!names.add(key.getValue())) {
                throw problem(key, "Duplicate key '" + key.getValue() + "'");
            }
            lastEnd = end(key);
            entries.add(new YamlNode.Entry(key.getValue(), start(key), end(key), node(events.next(), depth + 1)));
        }
        lastEnd = mapping.isFlow() ? end(event) : lastEnd;
        return new YamlNode.Mapping(entries, start(mapping), lastEnd);
    }

    private YamlNode sequence(SequenceStartEvent sequence, int depth) {
        untagged(sequence, sequence.getTag());
        var items = new ArrayList<YamlNode>();
        var event = events.next();
        for (; event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        lastEnd = sequence.isFlow() ? end(event) : lastEnd;
        return new YamlNode.Sequence(items, start(sequence), lastEnd);
    }

    private void untagged(Event event, Optional<String> tag) {
        if (tag.isEmpty()) {
            return;
        }
        var name = tag.get();
        throw problem(event, name.startsWith("!")
                ? "The CloudFormation function " + name + " is not evaluated here: write ${Name} in its place and give"
                        + " the value of Name as a substitution"
                : "The tag " + name + " is not read: write the plain value");
    }

    private Problem problem(Event event, String message) {
        return new Problem(CODE, message, start(event));
    }

    private static String reason(MarkedYamlEngineException e) {
        var problem = e.getProblem() == null ? e.getContext() : e.getProblem();
        return problem == null ? "it cannot be read" : problem;
    }

    private int start(Event event) {
        return event.getStartMark().map(this::offset).orElse(0);
    }

    private int end(Event event) {
        return event.getEndMark().map(this::offset).orElse(0);
    }

    private int offset(Mark mark) {
        var index = mark.getIndex();
        var offset = charOffsets == null ? index : charOffsets[Math.min(index, charOffsets.length - 1)];
        return Math.min(offset, text.length());
    }

    /// A block scalar ends for the library where the next token starts.
    private int withoutBlanks(int end) {
        var index = end;
        while (index > 0 && " \t\r\n".indexOf(text.charAt(index - 1)) >= 0) {
            index--;
        }
        return index;
    }

    private static LoadSettings settings(int characters) {
        return LoadSettings.builder().setCodePointLimit(SourceReader.MAX_CHARACTERS + 1).setBufferSize(characters + 16)
                .build();
    }

    /// The library counts code points. The offsets of each in the text; null when it has no pairs of surrogates.
    private static int @Nullable [] charOffsets(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return null;
        }
        var offsets = new int[text.codePointCount(0, text.length()) + 1];
        var at = 0;
        for (var i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
        }
        return offsets;
    }
}
