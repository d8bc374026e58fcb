// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.parameters;

import io.fermata.engine.TaskOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The fields of one JSON object, read strictly: each getter notes what is wrong with its field and answers a harmless
/// value, and [#problem] refuses everything that was noted, unknown fields by name. A null counts as absent. One thread.
public final class Parameters {

    private final JsonNode object;
    private final String path;
    private final List<String> problems;
    private final List<Parameters> parts = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    private Parameters(JsonNode object, String path, List<String> problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
        if (!object.isObject()) {
            problems.add((path.isEmpty() ? "The whole value" : "The field '" + path + "'") + " must be an object");
        }
    }

    /// The parameters of a task.
    public static Parameters of(JsonNode object) {
        return new Parameters(object, "", new ArrayList<>());
    }

    /// A required text of so many characters.
    public String text(String name, int shortest, int longest) {
        return optionalText(name, shortest, longest).orElseGet(() -> {
            if (field(name) == null) {
                note(name, "is required but was missing");
            }
            return "";
        });
    }

    /// A text that may be absent.
    public Optional<String> optionalText(String name, int shortest, int longest) {
        var value = field(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isString()) {
            note(name, "must be a string");
            return Optional.empty();
        }
        var text = value.stringValue();
        int length = text.codePointCount(0, text.length());
        if (length < shortest || length > longest) {
            note(name, "must have " + shortest + " to " + longest + " characters, but has " + length);
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /// One of some words; the first one when absent.
    public String word(String name, List<String> words) {
        var text = optionalText(name, 0, Integer.MAX_VALUE).orElse(words.getFirst());
        if (!words.contains(text)) {
            note(name, "must be one of " + String.join(", ", words) + ", not " + shortened(text));
            return words.getFirst();
        }
        return text;
    }

    /// A whole number in a range.
    public int number(String name, int absent, int least, int most) {
        var value = field(name);
        if (value == null) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least
                || value.intValue() > most) {
            note(name, "must be a whole number from " + least + " to " + most);
            return absent;
        }
        return value.intValue();
    }

    /// A truth value; false when absent.
    public boolean flag(String name) {
        var value = field(name);
        if (value != null && !value.isBoolean()) {
            note(name, "must be true or false");
            return false;
        }
        return value != null && value.booleanValue();
    }

    /// Some texts: a list of strings, or one string alone. Empty when absent.
    public Optional<List<String>> texts(String name, int fewest, int most, int longest) {
        var value = field(name);
        if (value == null) {
            return Optional.empty();
        }
        var texts = new ArrayList<String>();
        for (var item : value.isArray() ? value.values() : List.of(value)) {
            if (!item.isString() || item.stringValue().isBlank() || item.stringValue().length() > longest) {
                note(name, "must be a list of strings of 1 to " + longest + " characters");
                return Optional.of(List.of());
            }
            texts.add(item.stringValue());
        }
        if (texts.size() < fewest || texts.size() > most) {
            note(name, "must have " + fewest + " to " + most + " entries, but has " + texts.size());
        }
        return Optional.of(texts);
    }

    /// The objects of a list; none when absent.
    public List<Parameters> objects(String name, int fewest, int most) {
        var value = field(name);
        int size = value == null ? 0 : value.size();
        if (value != null && !value.isArray()) {
            note(name, "must be a list");
            return List.of();
        }
        if (size < fewest || size > most) {
            note(name, "must have " + fewest + " to " + most + " entries, but has " + size);
            return List.of();
        }
        var objects = new ArrayList<Parameters>();
        for (int i = 0; i < size; i++) {
            objects.add(part(name + "[" + i + "]", value == null ? MissingNode.getInstance() : value.get(i)));
        }
        return objects;
    }

    /// An object that may be absent.
    public Optional<Parameters> object(String name) {
        var value = field(name);
        return value == null ? Optional.empty() : Optional.of(part(name, value));
    }

    /// Any value, unread; empty when absent or null.
    public Optional<JsonNode> any(String name) {
        return Optional.ofNullable(field(name));
    }

    /// Notes something else that is wrong with a field.
    public void note(String name, String wrong) {
        problems.add("The field '" + (path.isEmpty() ? name : path + "." + name) + "' " + wrong);
    }

    /// Everything that is wrong, as the outcome of the task; empty when all is right.
    public Optional<TaskOutcome.Failed> problem() {
        noteUnknown();
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new TaskOutcome.Failed("States.Runtime",
                        "The Parameters could not be used to start the Task: [" + String.join("; ", problems) + "]"));
    }

    private void noteUnknown() {
        for (var name : object.propertyNames()) {
            if (!known.contains(name)) {
                note(shortened(name),
                        "is unknown here. Known fields: " + String.join(", ", known.stream().sorted().toList()));
            }
        }
        parts.forEach(Parameters::noteUnknown);
    }

    private Parameters part(String name, JsonNode value) {
        var part = new Parameters(value, path.isEmpty() ? name : path + "." + name, problems);
        parts.add(part);
        return part;
    }

    private @Nullable JsonNode field(String name) {
        known.add(name);
        var value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
