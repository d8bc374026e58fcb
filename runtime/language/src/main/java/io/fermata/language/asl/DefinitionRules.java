// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.MachineType;
import io.fermata.language.QueryLanguage;
import io.fermata.language.jsonpath.PayloadTemplate;
import io.fermata.language.text.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Checks a whole definition: its own fields, every state of every flow, names and variables across flows.
final class DefinitionRules {

    private static final int MAX_STATES = 2_000;
    private static final int MAX_NAME = 80;

    private final Findings findings;
    private final FieldRules fields;
    private final StateRules states;
    private final FlowRules flows;
    private final Set<String> names = new HashSet<>();
    private final Set<String> labels = new HashSet<>();
    private int count;

    DefinitionRules(Findings findings, MachineType type) {
        this.findings = findings;
        this.fields = new FieldRules(findings);
        this.states = new StateRules(findings, type);
        this.flows = new FlowRules(findings);
    }

    void check(Source machine) {
        fields.check(machine, FieldTable.MACHINE, QueryLanguage.JSONPATH);
        flow(machine, StateRules.language(machine, QueryLanguage.JSONPATH), Set.of());
        if (count > MAX_STATES) {
            findings.schema("A definition can have at most " + MAX_STATES + " states; this one has " + count, machine);
        }
    }

    /// Checks a machine of which one state alone is there: where that state leads cannot be told.
    void checkAlone(Source machine) {
        var held = Objects.requireNonNull(machine.member("States"));
        held.members().forEach((name, state) -> state(name, state, QueryLanguage.JSONPATH, held, Set.of()));
    }

    /// @param outer the variables that the flows around this one assign
    private void flow(Source flow, QueryLanguage machine, Set<String> outer) {
        flows.check(flow);
        var held = flow.member("States");
        if (held == null) {
            return;
        }
        held.members().forEach((name, state) -> state(name, state, machine, held, outer));
    }

    private void state(String name, Source state, QueryLanguage machine, Source held, Set<String> outer) {
        count++;
        name(name, state);
        label(state);
        states.check(state, machine);
        assignments(state).forEach(assign -> assign.members().forEach((key, value) -> inScope(key, value, outer)));
        var nested = inner(state);
        if (!nested.isEmpty()) {
            var around = assignedBeside(state, held, outer);
            nested.forEach(one -> flow(one, machine, around));
        }
    }

    private void inScope(String key, Source value, Set<String> outer) {
        var name = PayloadTemplate.name(key);
        if (outer.contains(name)) {
            findings.schema("The variable '" + name + "' is assigned in an outer scope already: an inner scope"
                    + " can read but not assign it", value);
        }
    }

    /// What is assigned around the flows of a state. What the state itself assigns comes after them, and AWS lets them use
    /// the same names (recorded: a catcher of a Parallel).
    private static Set<String> assignedBeside(Source state, Source states, Set<String> outer) {
        var assigned = new HashSet<>(outer);
        states.members().values().stream().filter(other -> other != state)
                .flatMap(other -> assignments(other).stream())
                .forEach(assign -> assign.members().keySet().forEach(key -> assigned.add(PayloadTemplate.name(key))));
        return assigned;
    }

    private void name(String name, Source state) {
        if (!names.add(name)) {
            findings.error("DUPLICATE_STATE_NAME", "Duplicate State name: " + name, state);
        }
        if (name.codePointCount(0, name.length()) > MAX_NAME) {
            findings.error("INVALID_STATE_NAME",
                    "State name '" + name + "' exceeds the 80-character limit allowed by the service", state);
        }
    }

    private void label(Source state) {
        var label = state.member("Label");
        var text = state.text("Label");
        if (label != null && text != null && !labels.add(text)) {
            findings.error("DUPLICATE_LABEL_NAME", "Duplicate Label name: " + text, label);
        }
    }

    private static List<Source> assignments(Source state) {
        var assignments = new ArrayList<Source>();
        var own = state.member("Assign");
        if (own != null) {
            assignments.add(own);
        }
        for (var list : List.of("Choices", "Catch")) {
            var rules = state.member(list);
            if (rules != null) {
                rules.items().stream().map(rule -> rule.member("Assign")).filter(Objects::nonNull)
                        .forEach(assignments::add);
            }
        }
        return assignments;
    }

    /// The flows inside a state.
    static List<Source> inner(Source state) {
        var inner = new ArrayList<Source>();
        var branches = state.member("Branches");
        if (branches != null) {
            inner.addAll(branches.items());
        }
        for (var name : List.of("ItemProcessor", "Iterator")) {
            var processor = state.member(name);
            if (processor != null) {
                inner.add(processor);
            }
        }
        return inner;
    }
}
