// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.QueryLanguage;
import io.fermata.language.StateType;
import io.fermata.language.text.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state as the text has it, valid or not. Immutable.
public final class SourceState {

    private final String name;
    private final Source source;
    private final SourceFlow flow;
    private final @Nullable StateType type;
    private final QueryLanguage language;
    private final List<Link> links;
    private final List<SourceFlow> inner;

    SourceState(String name, Source source, SourceFlow flow, QueryLanguage machine) {
        this.name = name;
        this.source = source;
        this.flow = flow;
        this.type = StateType.of(source.text("Type"));
        this.language = StateRules.language(source, machine);
        this.links = Link.of(source);
        this.inner = flows(source).stream().map(held -> SourceFlow.inside(held, this, machine)).toList();
    }

    /// The key under `States`.
    public String name() {
        return name;
    }

    /// The object of the state.
    public Source source() {
        return source;
    }

    /// The flow that the state stands in.
    public SourceFlow flow() {
        return flow;
    }

    /// The type; null when the text names none that exists.
    public @Nullable StateType type() {
        return type;
    }

    /// The query language of the state itself.
    public QueryLanguage language() {
        return language;
    }

    /// The transitions out of the state.
    public List<Link> links() {
        return links;
    }

    /// The branches or the processor, in the order of the text.
    public List<SourceFlow> inner() {
        return inner;
    }

    private static List<Source> flows(Source state) {
        var flows = new ArrayList<Source>();
        var branches = state.member("Branches");
        if (branches != null) {
            flows.addAll(branches.items());
        }
        for (var field : List.of("ItemProcessor", "Iterator")) {
            var processor = state.member(field);
            if (processor != null) {
                flows.add(processor);
            }
        }
        return flows;
    }
}
