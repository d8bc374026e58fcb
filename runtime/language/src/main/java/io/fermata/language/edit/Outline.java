// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import io.fermata.language.Diagnostic;
import io.fermata.language.Edges;
import io.fermata.language.QueryLanguage;
import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Reading;
import io.fermata.language.text.Source;
import io.fermata.language.text.Yaml;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The states of a definition as the text has them, for a graph and a list beside the text: also of one that is refused, as
/// far as its JSON or YAML can be read. Pure; thread-safe.
public sealed interface Outline {

    /// What could be read.
    record States(Flow flow) implements Outline {}

    /// A text that is neither JSON nor YAML.
    record Unreadable(Diagnostic diagnostic) implements Outline {}

    /// A value's place.
    ///
    /// @param location as findings name it
    /// @param start offset of the first character, from 0
    /// @param end offset behind the last character
    record Place(String location, int line, int column, int start, int end) {

        static Place of(Source source) {
            return new Place(source.location(), source.line(), source.column(), source.start(), source.end());
        }
    }

    /// A machine, branch or processor.
    ///
    /// @param startAt null when the text does not say
    record Flow(Place place, @Nullable String startAt, List<State> states) {

        public Flow {
            states = List.copyOf(states);
        }
    }

    /// A state.
    ///
    /// @param type null when the text names none that exists
    /// @param inner its branches or processor
    record State(String name, @Nullable StateType type, QueryLanguage language, Place place,
            List<Transition> transitions, List<Flow> inner) {

        public State {
            transitions = List.copyOf(transitions);
            inner = List.copyOf(inner);
        }
    }

    /// A transition.
    ///
    /// @param to a name, whether such a state exists or not
    /// @param label the condition or the caught errors; null for others
    /// @param place of the name
    record Transition(Edges.Kind kind, String to, @Nullable String label, Place place) {}

    /// The outline of a text in JSON or YAML. Never throws for any text.
    static Outline of(String text) {
        return switch (Yaml.read(text)) {
            case Reading.Tree(var root) -> new States(flow(SourceFlow.of(root)));
            case Reading.Refused(var diagnostic) -> new Unreadable(diagnostic);
        };
    }

    private static Flow flow(SourceFlow flow) {
        return new Flow(Place.of(flow.source()), flow.startAt(),
                flow.states().values().stream().map(Outline::state).toList());
    }

    private static State state(SourceState state) {
        var transitions = state.links().stream()
                .map(link -> new Transition(link.kind(), link.to(), link.label(), Place.of(link.target()))).toList();
        return new State(state.name(), state.type(), state.language(), Place.of(state.source()), transitions,
                state.inner().stream().map(Outline::flow).toList());
    }
}
