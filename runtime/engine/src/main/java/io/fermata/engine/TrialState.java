// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Catcher;
import io.fermata.language.ChoiceRule;
import io.fermata.language.Condition;
import io.fermata.language.Definition;
import io.fermata.language.Expression;
import io.fermata.language.Flow;
import io.fermata.language.InputOutput;
import io.fermata.language.QueryLanguage;
import io.fermata.language.Scope;
import io.fermata.language.State;
import io.fermata.language.TaskResource;
import io.fermata.language.WaitUntil;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// A state as a trial runs it. Its expressions see the trial's context object and tell what they gave; wherever it leads,
/// the trial is over; and what a Parallel or Map has inside is one task, whose outcome is given. So the interpreter runs it
/// as it runs any state, and pays nothing for trials where there is none.
final class TrialState {

    private static final TaskResource GIVEN = new TaskResource.Function("given");
    private static final BiConsumer<JsonNode, JsonNode> NOBODY = (_, _) -> {
    };

    private final TrialSetup setup;
    private final TrialSeen seen;
    private final Map<String, Exit> exits = new LinkedHashMap<>();
    private final State state;

    TrialState(TrialSetup setup, TrialSeen seen) {
        this.setup = setup;
        this.seen = seen;
        this.state = rebuilt();
    }

    /// Where a transition leads.
    ///
    /// @param catcher the catcher that it is of; null for another one
    record Exit(String next, @Nullable Integer catcher) {}

    /// The exit that a transition of the tried state takes.
    Exit exit(String transition) {
        return Objects.requireNonNull(exits.get(transition));
    }

    /// A machine of the state, of one before it that sets the variables, and of its exits.
    Definition definition() {
        var states = new LinkedHashMap<String, State>();
        var plain = new InputOutput.Queries(null, null, Map.of());
        states.put(before(), new State.Pass(before(), null, plain, state.name(), null));
        states.put(state.name(), state);
        exits.keySet().forEach(name -> states.put(name, new State.Succeed(name, null, plain)));
        return new Definition(new Flow(before(), states), QueryLanguage.JSONPATH, null, null, Map.of());
    }

    /// The name of the state before the tried one.
    String before() {
        return setup.state().name() + "<";
    }

    private State rebuilt() {
        return switch (setup.state()) {
            case State.Pass pass ->
                new State.Pass(pass.name(), pass.comment(), io(pass.io()), exits(pass.next()), pass.result());
            case State.Task task -> task(task, io(task.io()), task.resource(), plain(task.timeoutSeconds()),
                    plain(task.heartbeatSeconds()), plain(task.credentials()));
            case State.Choice choice -> new State.Choice(choice.name(), choice.comment(), io(choice.io()),
                    exits(choice.next()), choice.rules().stream().map(this::rule).toList());
            case State.Wait wait -> new State.Wait(wait.name(), wait.comment(), io(wait.io()), exits(wait.next()),
                    new Until(wait.until(), setup.context()));
            case State.Succeed succeed -> new State.Succeed(succeed.name(), succeed.comment(), io(succeed.io()));
            case State.Fail fail -> new State.Fail(fail.name(), fail.comment(), io(fail.io()), plain(fail.error()),
                    plain(fail.cause()));
            case State.Parallel parallel -> task(parallel, io(parallel.io()), GIVEN, null, null, null);
            case State.Map map -> task(map, withWork(io(map.io()), map), GIVEN, null, null, null);
        };
    }

    private State.Task task(State from, InputOutput io, TaskResource resource, @Nullable Expression timeout,
            @Nullable Expression heartbeat, @Nullable Expression credentials) {
        return new State.Task(from.name(), from.comment(), io, exits(from.next()), resource, timeout, heartbeat,
                credentials, from.retry(), catchers(from.catchers()));
    }

    private InputOutput withWork(InputOutput io, State.Map map) {
        var work = new Tap(new MapWork(map), setup.context(), NOBODY);
        return switch (io) {
            case InputOutput.Paths paths -> new InputOutput.Paths(paths.inputPath(), work, paths.resultSelector(),
                    paths.resultPath(), paths.outputPath(), paths.assign());
            case InputOutput.Queries queries -> new InputOutput.Queries(work, queries.output(), queries.assign());
        };
    }

    private InputOutput io(InputOutput io) {
        return switch (io) {
            case InputOutput.Paths paths -> new InputOutput.Paths(
                    tap(paths.inputPath(), (_, value) -> selected(paths, value)),
                    tapped(paths.arguments(), (_, value) -> seen.at(TrialStage.AFTER_PARAMETERS, value)),
                    tapped(paths.resultSelector(), (_, value) -> seen.at(TrialStage.AFTER_RESULT_SELECTOR, value)),
                    paths.resultPath(),
                    // what the output is selected from is what ResultPath made
                    tap(paths.outputPath(), (input, _) -> seen.at(TrialStage.AFTER_RESULT_PATH, input)),
                    all(paths.assign()));
            case InputOutput.Queries queries -> new InputOutput.Queries(
                    tapped(queries.arguments(), (_, value) -> seen.at(TrialStage.AFTER_ARGUMENTS, value)),
                    tapped(queries.output(), NOBODY), all(queries.assign()));
        };
    }

    private void selected(InputOutput.Paths io, JsonNode value) {
        seen.at(TrialStage.AFTER_INPUT_PATH, value);
        if (io.arguments() == null) {
            seen.at(TrialStage.AFTER_PARAMETERS, value);
        }
    }

    private ChoiceRule rule(ChoiceRule rule) {
        return new ChoiceRule(new Asked(rule.condition(), setup.context()), exits(rule.next(), null),
                tapped(rule.output(), NOBODY), all(rule.assign()));
    }

    private List<Catcher> catchers(List<Catcher> catchers) {
        var all = new ArrayList<Catcher>();
        for (var catcher : catchers) {
            all.add(new Catcher(catcher.errorEquals(), exits(catcher.next(), all.size()), catcher.resultPath(),
                    tapped(catcher.output(), NOBODY), all(catcher.assign())));
        }
        return all;
    }

    private @Nullable String exits(@Nullable String next) {
        return next == null ? null : exits(next, null);
    }

    private String exits(String next, @Nullable Integer catcher) {
        // no name of the machine this state is in, be it its own
        var name = setup.state().name() + ">" + exits.size();
        exits.put(name, new Exit(next, catcher));
        return name;
    }

    private Map<String, Expression> all(Map<String, Expression> expressions) {
        var all = new LinkedHashMap<String, Expression>();
        expressions.forEach((name, expression) -> all.put(name, tap(expression, NOBODY)));
        return all;
    }

    private @Nullable Expression plain(@Nullable Expression expression) {
        return tapped(expression, NOBODY);
    }

    private @Nullable Expression tapped(@Nullable Expression expression, BiConsumer<JsonNode, JsonNode> hears) {
        return expression == null ? null : tap(expression, hears);
    }

    private Expression tap(Expression expression, BiConsumer<JsonNode, JsonNode> hears) {
        return new Tap(expression, setup.context(), hears);
    }

    /// An expression of the tried state.
    ///
    /// @param context what it sees instead of the interpreter's context object
    /// @param hears is told what `$` was and which value was given
    private record Tap(Expression of, JsonNode context,
            BiConsumer<JsonNode, JsonNode> hears) implements Expression {

        @Override
        public JsonNode evaluate(Scope scope) {
            var value = of.evaluate(scope.withContext(context));
            hears.accept(scope.input(), value);
            return value;
        }

        @Override
        public String text() {
            return of.text();
        }

        @Override
        public Set<String> variables() {
            return of.variables();
        }
    }

    private record Asked(Condition of, JsonNode context) implements Condition {

        @Override
        public boolean test(Scope scope) {
            return of.test(scope.withContext(context));
        }

        @Override
        public String summary() {
            return of.summary();
        }

        @Override
        public Set<String> variables() {
            return of.variables();
        }
    }

    private record Until(WaitUntil of, JsonNode context) implements WaitUntil {

        @Override
        public Instant resolve(Scope scope, Instant now) {
            return of.resolve(scope.withContext(context), now);
        }

        @Override
        public Set<String> variables() {
            return of.variables();
        }
    }

    /// All that a Map evaluates before its first iteration, in place of the arguments of a task.
    private final class MapWork implements Expression {

        private final State.Map map;

        MapWork(State.Map map) {
            this.map = map;
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            TrialMap.plan(map, scope, setup.read(), seen);
            return NullNode.getInstance();
        }

        @Override
        public String text() {
            return map.items().text();
        }

        @Override
        public Set<String> variables() {
            return map.items().variables();
        }
    }
}
