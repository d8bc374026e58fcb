// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import io.fermata.language.asl.FieldEntry;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Reading;
import io.fermata.language.text.Source;
import io.fermata.language.text.Yaml;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What may be written in a state: completion for an editor. Pure.
///
/// @param fields fields that the state can have and has not
/// @param targets names of states that it can lead to
/// @param variables names of variables that can have a value when the state is entered
public record Offers(List<FieldEntry> fields, List<String> targets, List<String> variables) {

    private static final Map<String, List<String>> ONE_OF = Map.of("Next", List.of("End"), "End", List.of("Next"),
            "ItemProcessor", List.of("Iterator"), "Iterator", List.of("ItemProcessor"), "Seconds",
            List.of("SecondsPath", "Timestamp", "TimestampPath"), "SecondsPath",
            List.of("Seconds", "Timestamp", "TimestampPath"), "Timestamp",
            List.of("Seconds", "SecondsPath", "TimestampPath"), "TimestampPath",
            List.of("Seconds", "SecondsPath", "Timestamp"));

    public Offers {
        fields = List.copyOf(fields);
        targets = List.copyOf(targets);
        variables = List.copyOf(variables);
    }

    /// The offers for the state at a location of a text in JSON or YAML; empty when there is no state.
    public static Optional<Offers> of(String text, String location) {
        if (!(Yaml.read(text) instanceof Reading.Tree(var root))) {
            return Optional.empty();
        }
        var source = root.find(location);
        return SourceFlow.of(root).all().flatMap(flow -> flow.states().values().stream())
                .filter(state -> state.source() == source).findFirst().map(Offers::of);
    }

    private static Offers of(SourceState state) {
        var targets = state.flow().states().keySet().stream().filter(name -> !name.equals(state.name())).toList();
        return new Offers(fields(state), targets, List.copyOf(variables(state)));
    }

    private static List<FieldEntry> fields(SourceState state) {
        var type = state.type();
        return type == null
                ? List.of()
                : FieldEntry.of(type).stream().filter(field -> fits(field, state)).toList();
    }

    private static boolean fits(FieldEntry field, SourceState state) {
        var name = field.name();
        var twin = name.endsWith("Path") ? name.substring(0, name.length() - "Path".length()) : name + "Path";
        return !state.source().has(name) && !state.source().has(twin)
                && ONE_OF.getOrDefault(name, List.of()).stream().noneMatch(state.source()::has)
                && (field.only() == null || field.only() == state.language());
    }

    private static Set<String> variables(@Nullable SourceState state) {
        var names = new TreeSet<String>();
        for (var at = state; at != null; at = at.flow().holder()) {
            before(at).forEach(earlier -> assignments(earlier).flatMap(assign -> assign.members().keySet().stream())
                    .map(key -> key.endsWith(".$") ? key.substring(0, key.length() - 2) : key).forEach(names::add));
        }
        return names;
    }

    /// The states from which a way leads to this one.
    private static Set<SourceState> before(SourceState state) {
        var sources = new HashMap<String, List<SourceState>>();
        state.flow().states().values().forEach(other -> other.links()
                .forEach(link -> sources.computeIfAbsent(link.to(), _ -> new ArrayList<>()).add(other)));
        var found = new HashSet<SourceState>();
        var open = new ArrayDeque<String>();
        open.add(state.name());
        while (!open.isEmpty()) {
            sources.getOrDefault(open.remove(), List.of()).stream().filter(found::add)
                    .forEach(other -> open.add(other.name()));
        }
        return found;
    }

    private static Stream<Source> assignments(SourceState state) {
        return Stream.concat(Stream.of(state.source()), Stream.of("Choices", "Catch").map(state.source()::member)
                .flatMap(list -> list == null ? Stream.empty() : list.items().stream()))
                .map(holder -> holder.member("Assign")).flatMap(assign -> assign == null
                        ? Stream.empty()
                        : Stream.of(assign));
    }
}
