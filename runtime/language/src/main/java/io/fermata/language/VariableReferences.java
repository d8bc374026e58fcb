// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which variables the states of a definition read, as DescribeStateMachine tells it in `variableReferences`.
public final class VariableReferences {

    private VariableReferences() {}

    /// The names without `$`, by the name of the state that reads them, both in alphabetical order. States that read none
    /// are left out; states inside Parallel and Map are listed under their own names.
    public static SortedMap<String, Set<String>> of(Definition definition) {
        var references = new TreeMap<String, Set<String>>();
        add(references, definition.flow());
        return references;
    }

    private static void add(SortedMap<String, Set<String>> references, Flow flow) {
        for (var state : flow.states().values()) {
            var names = new TreeSet<String>();
            common(state).forEach(expression -> names.addAll(expression.variables()));
            own(state, names);
            if (!names.isEmpty()) {
                references.put(state.name(), names);
            }
            inner(state).forEach(nested -> add(references, nested));
        }
    }

    private static List<Expression> common(State state) {
        var expressions = new ArrayList<Expression>(state.io().assign().values());
        add(expressions, state.io().arguments());
        switch (state.io()) {
            case InputOutput.Paths paths ->
                add(expressions, paths.inputPath(), paths.resultSelector(), paths.outputPath());
            case InputOutput.Queries queries -> add(expressions, queries.output());
        }
        for (var catcher : state.catchers()) {
            expressions.addAll(catcher.assign().values());
            add(expressions, catcher.output());
        }
        return expressions;
    }

    private static void own(State state, Set<String> names) {
        switch (state) {
            case State.Pass _,State.Succeed _,State.Parallel _ -> {
            }
            case State.Task task -> addAll(names, task.timeoutSeconds(), task.heartbeatSeconds(), task.credentials());
            case State.Choice choice -> choice.rules().forEach(rule -> {
                names.addAll(rule.condition().variables());
                rule.assign().values().forEach(value -> names.addAll(value.variables()));
                addAll(names, rule.output());
            });
            case State.Wait wait -> names.addAll(wait.until().variables());
            case State.Fail fail -> addAll(names, fail.error(), fail.cause());
            case State.Map map -> {
                addAll(names, map.items(), map.itemSelector(), map.maxConcurrency(), map.tolerance().count(),
                        map.tolerance().percentage());
                var distribution = map.distribution();
                if (distribution != null) {
                    distributed(distribution, names);
                }
            }
        }
    }

    private static void distributed(Distribution distribution, Set<String> names) {
        var reader = distribution.reader();
        if (reader != null) {
            addAll(names, reader.arguments(), reader.maxItems());
        }
        var batcher = distribution.batcher();
        if (batcher != null) {
            addAll(names, batcher.maxItems(), batcher.maxInputBytes(), batcher.batchInput());
        }
        var writer = distribution.writer();
        if (writer != null) {
            addAll(names, writer.arguments());
        }
    }

    private static List<Flow> inner(State state) {
        return switch (state) {
            case State.Parallel parallel -> parallel.branches();
            case State.Map map -> List.of(map.processor());
            case State.Pass _,State.Task _,State.Choice _,State.Wait _,State.Succeed _,State.Fail _ -> List.of();
        };
    }

    private static void add(Collection<Expression> expressions, @Nullable Expression... more) {
        Arrays.stream(more).filter(Objects::nonNull).forEach(expressions::add);
    }

    private static void addAll(Set<String> names, @Nullable Expression... expressions) {
        Arrays.stream(expressions).filter(Objects::nonNull)
                .forEach(expression -> names.addAll(expression.variables()));
    }
}
