// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Catcher;
import io.fermata.language.ChoiceRule;
import io.fermata.language.Condition;
import io.fermata.language.Definition;
import io.fermata.language.Distribution;
import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Flow;
import io.fermata.language.InputOutput;
import io.fermata.language.MachineType;
import io.fermata.language.QueryLanguage;
import io.fermata.language.ReferencePath;
import io.fermata.language.Retrier;
import io.fermata.language.Scope;
import io.fermata.language.State;
import io.fermata.language.TaskResource;
import io.fermata.language.Tolerance;
import io.fermata.language.WaitUntil;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Draws definitions of all state types, nested up to three deep, whose expressions use chance, so that a fold that
/// evaluated anything would be found out.
final class RandomDefinitions {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Random random;
    private int names;

    RandomDefinitions(Random random) {
        this.random = random;
    }

    Definition draw() {
        return new Definition(flow(0), QueryLanguage.JSONPATH, random.nextInt(20) == 0 ? 40L : null, null, Map.of());
    }

    private Flow flow(int depth) {
        int size = 1 + random.nextInt(4);
        var own = new ArrayList<String>();
        for (int i = 0; i < size; i++) {
            own.add("S" + names++);
        }
        var states = new LinkedHashMap<String, State>();
        for (int i = 0; i < size; i++) {
            var next = i + 1 < size ? own.get(i + 1 + random.nextInt(size - i - 1)) : null;
            states.put(own.get(i), state(own.get(i), next, depth));
        }
        return new Flow(own.getFirst(), states);
    }

    private State state(String name, @Nullable String next, int depth) {
        int kinds = depth < 2 ? 12 : 9;
        return switch (random.nextInt(kinds)) {
            case 0 -> new State.Pass(name, null, io(true), next, null);
            case 1 -> new State.Pass(name, null, io(false), next, JSON.stringNode("r" + random.nextInt(9)));
            case 2 -> next == null
                    ? new State.Succeed(name, null, io(false))
                    : new State.Choice(name, null, io(false), next,
                            List.of(new ChoiceRule(new CoinToss(), next, null, Map.of())));
            case 3 -> new State.Wait(name, null, io(false), next, new Later(random.nextInt(4)));
            case 4 -> random.nextInt(4) > 0
                    ? task(name, next)
                    : new State.Fail(name, null, io(false), new Text(JSON.stringNode("Busy")), null);
            case 5, 6, 7, 8 -> task(name, next);
            case 9, 10 -> new State.Parallel(name, null, io(false), next,
                    List.of(flow(depth + 1), flow(depth + 1)), retry(), catchers(next));
            default -> new State.Map(name, null, io(false), next, flow(depth + 1), new Text(items()),
                    random.nextBoolean() ? new Drawn() : null,
                    random.nextBoolean() ? new Text(JSON.numberNode(2)) : null, Tolerance.NONE,
                    random.nextInt(3) == 0 ? new Distribution(MachineType.STANDARD, null, null, null, null) : null,
                    retry(),
                    catchers(next));
        };
    }

    private State task(String name, @Nullable String next) {
        var resource = switch (random.nextInt(5)) {
            case 0 -> new TaskResource.Function("arn:aws:lambda:us-east-1:1:function:f");
            case 1 -> new TaskResource.Activity("arn:aws:states:us-east-1:1:activity:a");
            case 2 -> new TaskResource.Integration("arn:aws:states:::lambda:invoke", "lambda", "invoke",
                    TaskResource.Pattern.REQUEST_RESPONSE);
            case 3 -> new TaskResource.Integration("arn:aws:states:::batch:submitJob.sync", "batch", "submitJob",
                    TaskResource.Pattern.SYNC);
            default -> new TaskResource.Integration("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "sqs",
                    "sendMessage", TaskResource.Pattern.CALLBACK);
        };
        return new State.Task(name, null, io(random.nextInt(3) == 0), next, resource,
                random.nextInt(3) == 0 ? new Text(JSON.numberNode(5)) : null,
                random.nextInt(4) == 0 ? new Text(JSON.numberNode(2)) : null, null, retry(), catchers(next));
    }

    private List<Retrier> retry() {
        return random.nextBoolean()
                ? List.of()
                : List.of(new Retrier(List.of("Busy"), 1, 2, 2.0, null, true),
                        new Retrier(List.of("States.ALL"), 0, 1, 1.0, null, false));
    }

    private List<Catcher> catchers(@Nullable String next) {
        return next == null || random.nextBoolean()
                ? List.of()
                : List.of(new Catcher(List.of("States.ALL"), next, Root.ROOT, null, Map.of("caught", new Drawn())));
    }

    private JsonNode items() {
        var items = JSON.arrayNode();
        for (int i = random.nextInt(6); i > 0; i--) {
            items.add(i);
        }
        return items;
    }

    private static InputOutput io(boolean drawn) {
        return new InputOutput.Paths(new Whole(), drawn ? new Drawn() : null, null, Root.ROOT, new Whole(),
                drawn ? Map.of("v", new Drawn()) : Map.of());
    }

    private record Whole() implements Expression {

        @Override
        public JsonNode evaluate(Scope scope) {
            return scope.input();
        }

        @Override
        public String text() {
            return "$";
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }
    }

    private record Text(JsonNode value) implements Expression {

        @Override
        public JsonNode evaluate(Scope scope) {
            return value;
        }

        @Override
        public String text() {
            return value.toString();
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }
    }

    /// A value that is different at each evaluation, and now and then none.
    private record Drawn() implements Expression {

        @Override
        public JsonNode evaluate(Scope scope) {
            var random = scope.surroundings().random();
            if (random.nextInt(60) == 0) {
                throw new EvaluationException(
                        random.nextInt(4) == 0 ? "States.Runtime" : EvaluationException.QUERY, "drawn");
            }
            return JSON.numberNode(random.nextInt());
        }

        @Override
        public String text() {
            return "States.MathRandom()";
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }
    }

    private record CoinToss() implements Condition {

        @Override
        public boolean test(Scope scope) {
            return scope.surroundings().random().nextBoolean();
        }

        @Override
        public String summary() {
            return "coin";
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }
    }

    private record Later(int seconds) implements WaitUntil {

        @Override
        public Instant resolve(Scope scope, Instant now) {
            return now.plusSeconds(seconds);
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }
    }

    private enum Root implements ReferencePath {

        ROOT;

        @Override
        public String text() {
            return "$";
        }

        @Override
        public JsonNode put(JsonNode target, JsonNode value) {
            return value;
        }
    }
}
