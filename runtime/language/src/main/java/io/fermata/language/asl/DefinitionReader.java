// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Definition;
import io.fermata.language.Extent;
import io.fermata.language.Flow;
import io.fermata.language.Numbers;
import io.fermata.language.QueryLanguage;
import io.fermata.language.State;
import io.fermata.language.text.Source;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Turns a checked source tree to a [Definition]. What the checks let through must be readable here.
final class DefinitionReader {

    private DefinitionReader() {}

    static Definition read(Source machine) {
        var timeout = machine.member("TimeoutSeconds");
        var language = StateRules.language(machine, QueryLanguage.JSONPATH);
        return new Definition(flow(machine, language), language,
                timeout == null ? null : Numbers.whole(timeout.value()), machine.text("Comment"), extents(machine));
    }

    private static Map<String, Extent> extents(Source machine) {
        var extents = new HashMap<String, Extent>();
        addExtents(machine, extents);
        return extents;
    }

    private static void addExtents(Source flow, Map<String, Extent> extents) {
        Fields.of(flow).member("States").members().forEach((name, state) -> {
            extents.put(name, new Extent(state.line(), state.column(), state.start(), state.end()));
            DefinitionRules.inner(state).forEach(nested -> addExtents(nested, extents));
        });
    }

    /// @param machine the query language of the whole machine, which states fall back to at any depth
    static Flow flow(Source flow, QueryLanguage machine) {
        var states = new LinkedHashMap<String, State>();
        Fields.of(flow).member("States").members()
                .forEach((name, state) -> states.put(name, StateReader.read(name, Fields.of(state), machine)));
        return new Flow(Fields.of(flow).text("StartAt"), states);
    }
}
