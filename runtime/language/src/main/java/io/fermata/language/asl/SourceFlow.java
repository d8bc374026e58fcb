// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.QueryLanguage;
import io.fermata.language.text.Source;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A flow as the text has it, valid or not: the machine itself, a branch, or a processor. The view that lint, outline and
/// edits share. Immutable.
public final class SourceFlow {

    private final Source source;
    private final @Nullable SourceState holder;
    private final Map<String, SourceState> states;

    private SourceFlow(Source source, @Nullable SourceState holder, QueryLanguage machine) {
        this.source = source;
        this.holder = holder;
        var read = new LinkedHashMap<String, SourceState>();
        var held = source.member("States");
        if (held != null) {
            held.members().forEach((name, state) -> read.put(name, new SourceState(name, state, this, machine)));
        }
        this.states = Collections.unmodifiableMap(read);
    }

    /// The flow of a whole machine.
    public static SourceFlow of(Source machine) {
        return new SourceFlow(machine, null, StateRules.language(machine, QueryLanguage.JSONPATH));
    }

    static SourceFlow inside(Source flow, SourceState holder, QueryLanguage machine) {
        return new SourceFlow(flow, holder, machine);
    }

    /// The object that holds `StartAt` and `States`.
    public Source source() {
        return source;
    }

    /// The state that this flow is inside of; null for the machine.
    public @Nullable SourceState holder() {
        return holder;
    }

    /// The name of the first state; null when the text does not say.
    public @Nullable String startAt() {
        return source.text("StartAt");
    }

    /// The states by name, in the order of the text.
    public Map<String, SourceState> states() {
        return states;
    }

    /// This flow and all flows inside it, outer ones first.
    public Stream<SourceFlow> all() {
        return Stream.concat(Stream.of(this),
                states.values().stream().flatMap(state -> state.inner().stream()).flatMap(SourceFlow::all));
    }
}
