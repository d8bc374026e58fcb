// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.asl.Link;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The loops of one flow: sets of states each of which leads to all others (strongly connected components, found by two
/// walks without recursion).
final class Cycles {

    private final SourceFlow flow;
    private final Map<SourceState, List<SourceState>> forward = new HashMap<>();
    private final Map<SourceState, List<SourceState>> backward = new HashMap<>();

    private Cycles(SourceFlow flow) {
        this.flow = flow;
        for (var state : flow.states().values()) {
            for (var target : targets(state)) {
                forward.computeIfAbsent(state, _ -> new ArrayList<>()).add(target);
                backward.computeIfAbsent(target, _ -> new ArrayList<>()).add(state);
            }
        }
    }

    /// The loops, each in the order of the text.
    static List<List<SourceState>> of(SourceFlow flow) {
        return new Cycles(flow).find();
    }

    /// The states that a state leads to and that exist.
    static List<SourceState> targets(SourceState state) {
        return state.links().stream().map(Link::to).distinct().map(state.flow().states()::get)
                .filter(Objects::nonNull).toList();
    }

    private List<List<SourceState>> find() {
        var finished = new ArrayList<SourceState>();
        var seen = new HashSet<SourceState>();
        flow.states().values().forEach(state -> walk(state, forward, seen, finished));
        var taken = new HashSet<SourceState>();
        var cycles = new ArrayList<List<SourceState>>();
        for (var state : finished.reversed()) {
            var component = new ArrayList<SourceState>();
            walk(state, backward, taken, component);
            if (component.size() > 1
                    || component.size() == 1 && forward.getOrDefault(state, List.of()).contains(state)) {
                component.sort(Comparator.comparingInt(found -> found.source().keyStart()));
                cycles.add(component);
            }
        }
        return cycles;
    }

    /// Adds every state that is newly reached to `finished`, those that are reached from it first.
    private static void walk(SourceState start, Map<SourceState, List<SourceState>> edges, Set<SourceState> seen,
            List<SourceState> finished) {
        if (!seen.add(start)) {
            return;
        }
        var path = new ArrayDeque<SourceState>();
        var open = new ArrayDeque<Iterator<SourceState>>();
        path.push(start);
        open.push(edges.getOrDefault(start, List.of()).iterator());
        while (!path.isEmpty()) {
            var targets = open.getFirst();
            if (!targets.hasNext()) {
                open.pop();
                finished.add(path.pop());
                continue;
            }
            var next = targets.next();
            if (seen.add(next)) {
                path.push(next);
                open.push(edges.getOrDefault(next, List.of()).iterator());
            }
        }
    }
}
