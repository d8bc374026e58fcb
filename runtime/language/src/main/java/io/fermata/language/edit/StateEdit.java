// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import io.fermata.language.Edges;
import io.fermata.language.StateType;
import io.fermata.language.asl.Link;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Renames, adds and removes states in the JSON text of a definition, valid or not. Names that stand in `StartAt`, `Next`
/// and `Default` of the same flow follow; expressions are not touched. Pure; thread-safe.
public final class StateEdit {

    private static final int MAX_NAME = 80;

    private StateEdit() {}

    /// Renames a state and what points to it.
    ///
    /// @param location of the state, for instance `/States/Pay`
    public static Edit rename(String text, String location, String name) {
        return on(text, location, (json, state) -> {
            var refusal = name.equals(state.name()) ? null : unusable(json, name);
            if (refusal != null) {
                return refusal;
            }
            var edits = new ArrayList<TextEdit>();
            var source = state.source();
            edits.add(TextEdit.replace(source.keyStart(), source.keyEnd(), JsonText.quoted(name)));
            references(state).forEach(target -> edits.add(json.value(target, name)));
            return name.equals(state.name()) ? Edit.Change.of() : new Edit.Change(edits);
        });
    }

    /// Adds a state behind another one, in the text and in the flow: it takes over the transition of that state. Behind a
    /// Choice it becomes the `Default` when there is none.
    ///
    /// @param state the fields of the new state; its `Next` and `End` are set here
    public static Edit addAfter(String text, String location, String name, ObjectNode state) {
        return on(text, location, (json, before) -> {
            var refusal = unusable(json, name);
            if (refusal != null) {
                return refusal;
            }
            var next = before.source().member("Next");
            var end = before.source().member("End");
            var added = connected(state, next);
            var written = Layout.written(added);
            if (written == null) {
                return new Edit.Refused("The state is too large or nested too deep for a definition");
            }
            var behind = json.behind(before.source(), name, written);
            if (next != null) {
                return Edit.Change.of(json.value(next, name), behind);
            }
            if (end != null) {
                return Edit.Change.of(json.instead(end, "Next", StringNode.valueOf(name)), behind);
            }
            return afterLast(json, before, name, behind);
        });
    }

    /// Removes a state. What pointed to it points to where it led, or ends the flow where it ended.
    public static Edit remove(String text, String location) {
        return on(text, location, (json, state) -> {
            var states = Objects.requireNonNull(state.flow().source().member("States"));
            if (states.members().size() == 1) {
                return new Edit.Refused("A flow must have a state: '" + state.name() + "' is its only one");
            }
            var successor = successor(state);
            var edits = new ArrayList<TextEdit>();
            edits.add(json.without(states, state.source()));
            var start = state.flow().source().member("StartAt");
            if (start != null && state.name().equals(state.flow().startAt())) {
                if (successor == null) {
                    return new Edit.Refused("The flow starts at '" + state.name() + "': let it start elsewhere first");
                }
                edits.add(json.value(start, successor));
            }
            for (var other : state.flow().states().values()) {
                for (var link : other == state ? List.<Link>of() : other.links()) {
                    if (link.to().equals(state.name())) {
                        var edit = redirect(json, link, successor);
                        if (edit == null) {
                            return new Edit.Refused("'" + other.name() + "' leads to '" + state.name()
                                    + "', which ends the flow: let it lead elsewhere first");
                        }
                        edits.add(edit);
                    }
                }
            }
            return new Edit.Change(edits);
        });
    }

    private static @Nullable TextEdit redirect(JsonText json, Link link, @Nullable String successor) {
        if (successor != null) {
            return json.value(link.target(), successor);
        }
        return switch (link.kind()) {
            case NEXT -> link.holder().has("End") ? null : json.instead(link.target(), "End", BooleanNode.TRUE);
            case DEFAULT -> json.without(link.holder(), link.target());
            case CHOICE, CATCH -> null;
        };
    }

    private static @Nullable String successor(SourceState state) {
        return state.links().stream()
                .filter(link -> link.kind() == Edges.Kind.NEXT || link.kind() == Edges.Kind.DEFAULT)
                .map(Link::to).filter(name -> !name.equals(state.name()) && state.flow().states().containsKey(name))
                .findFirst().orElse(null);
    }

    private static Edit afterLast(JsonText json, SourceState before, String name, TextEdit behind) {
        if (before.type() != StateType.CHOICE) {
            return new Edit.Refused("Nothing can follow '" + before.name()
                    + "': it has neither Next nor End, so add the state elsewhere");
        }
        if (before.source().has("Default")) {
            return new Edit.Refused("The Choice '" + before.name()
                    + "' has a Default already: add the state behind one of its targets");
        }
        return switch (json.set(before.source(), "Default", StringNode.valueOf(name))) {
            case Edit.Change(var edits) -> new Edit.Change(Stream.concat(edits.stream(), Stream.of(behind)).toList());
            case Edit.Refused refused -> refused;
        };
    }

    private static ObjectNode connected(ObjectNode state, @Nullable Source next) {
        var added = state.deepCopy();
        added.remove(List.of("Next", "End"));
        switch (StateType.of(added.path("Type").asString(""))) {
            case SUCCEED, FAIL -> {
            }
            case CHOICE -> {
                if (next != null && !added.has("Default")) {
                    added.set("Default", next.value());
                }
            }
            case null -> transition(added, next);
            case TASK, WAIT, PASS, PARALLEL, MAP -> transition(added, next);
        }
        return added;
    }

    private static void transition(ObjectNode state, @Nullable Source next) {
        if (next == null) {
            state.set("End", BooleanNode.TRUE);
        } else {
            state.set("Next", next.value());
        }
    }

    private static List<Source> references(SourceState state) {
        var references = new ArrayList<Source>();
        var start = state.flow().source().member("StartAt");
        if (start != null && state.name().equals(state.flow().startAt())) {
            references.add(start);
        }
        state.flow().states().values().stream().flatMap(other -> other.links().stream())
                .filter(link -> link.to().equals(state.name())).map(Link::target).forEach(references::add);
        return references;
    }

    private static Edit.@Nullable Refused unusable(JsonText json, String name) {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > MAX_NAME) {
            return new Edit.Refused("A name has 1 to " + MAX_NAME + " characters");
        }
        var taken = SourceFlow.of(json.root()).all().anyMatch(flow -> flow.states().containsKey(name));
        return taken
                ? new Edit.Refused("The definition has a state '" + name + "' already: choose another name")
                : null;
    }

    private static Edit on(String text, String location, BiFunction<JsonText, SourceState, Edit> change) {
        return switch (JsonText.open(text)) {
            case JsonText.Opened.Closed(var refusal) -> refusal;
            case JsonText.Opened.Text(var json) -> {
                var source = json.root().find(location);
                var state = SourceFlow.of(json.root()).all().flatMap(flow -> flow.states().values().stream())
                        .filter(found -> found.source() == source).findFirst();
                yield state.isPresent()
                        ? change.apply(json, state.get())
                        : new Edit.Refused("There is no state at " + location);
            }
        };
    }
}
