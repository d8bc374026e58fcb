// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.Interpreter;
import io.fermata.engine.StateTrial;
import io.fermata.engine.StateTrial.Standing;
import io.fermata.engine.StateType;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TrialSetup;
import io.fermata.engine.TriedCall;
import io.fermata.language.Definition;
import io.fermata.language.Flow;
import io.fermata.language.QueryLanguage;
import io.fermata.language.State;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.Current;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tries single states: in memory, without an execution that anybody could see, by the interpreter and the integrations
/// that executions have. Blocks its caller, at most five minutes; meant for virtual threads. Thread-safe.
public final class TestRuns {

    /// How long a state may take (limits.md).
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_OF_A_TENANT = 50;

    private final Interpreter interpreter;
    private final Dispatch dispatch;
    private final Executions executions;
    private final TestContext contexts;
    private final InstantSource clock;
    private final Map<TenantId, Semaphore> room = new ConcurrentHashMap<>();

    TestRuns(Interpreter interpreter, Dispatch dispatch, Executions executions, SealedTaskTokens tokens,
            InstantSource clock) {
        this.interpreter = interpreter;
        this.dispatch = dispatch;
        this.executions = executions;
        this.contexts = new TestContext(tokens);
        this.clock = clock;
    }

    /// How a mocked result is held against the model of the resource's API.
    public enum Validation {
        /// What is there must fit, and what is always there must be.
        STRICT,
        /// What is there must fit.
        PRESENT,
        NONE
    }

    /// What speaks against a mocked result of a state's work, in a sentence of AWS; empty when nothing does.
    public Optional<String> unlike(State state, JsonNode result, Validation validation) {
        return switch (state) {
            case State.Task task -> validation == Validation.NONE
                    ? Optional.empty()
                    : unlike(task.resource(), result, validation == Validation.STRICT)
                            .map(problem -> "Mock result schema validation error: " + problem);
            case State.Parallel parallel -> array(result).or(() -> result.size() == parallel.branches().size()
                    ? Optional.empty()
                    : Optional.of(
                            "Mocked result must contain the same number of items as number of Parallel branches."));
            case State.Map map -> {
                var distribution = map.distribution();
                yield distribution == null || distribution.writer() == null
                        ? array(result)
                        : Optional.of("Mocked result must be a JSON object.").filter(_ -> !result.isObject());
            }
            case State.Pass _,State.Choice _,State.Wait _,State.Succeed _,State.Fail _ ->
                Optional.of(
                        "State type '" + StateType.of(state).text() + "' is not supported when a mock is specified");
        };
    }

    private static Optional<String> array(JsonNode result) {
        return Optional.of("Mocked result must be an array.").filter(_ -> !result.isArray());
    }

    private Optional<String> unlike(TaskResource resource, JsonNode result, boolean complete) {
        return switch (resource) {
            // whoever has the token may answer anything
            case TaskResource.Integration(_, _, _, var pattern) when pattern == TaskResource.Pattern.CALLBACK ->
                Optional.empty();
            case TaskResource.Integration integration when StartedExecution.starts(integration) ->
                StartedExecution.unlike(integration, result, complete);
            case TaskResource.Integration _ -> dispatch.unlike(resource, result, complete);
            case TaskResource.Function _,TaskResource.Activity _ -> Optional.empty();
        };
    }

    /// Whether a state can be tried without a mock: what is inside a Parallel or a Map is not run, and an answer from outside
    /// would find no execution.
    public static boolean runsWithoutMock(State state) {
        return switch (state) {
            case State.Parallel _,State.Map _ -> false;
            case State.Task task -> !TestContext.answeredByToken(task.resource());
            case State.Pass _,State.Choice _,State.Wait _,State.Succeed _,State.Fail _ -> true;
        };
    }

    /// Tries a state.
    public TestAnswer run(TestRequest request) {
        var permits = room.computeIfAbsent(request.who().tenant(), _ -> new Semaphore(MOST_OF_A_TENANT));
        if (!permits.tryAcquire()) {
            return new TestAnswer.TooMany(MOST_OF_A_TENANT);
        }
        try {
            return new Run(request, clock.instant()).run();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new TestAnswer.Unavailable();
        } finally {
            permits.release();
        }
    }

    /// One trial.
    private final class Run {

        private final TestRequest request;
        private final ExecutionFacts names;
        private final StateTrial trial;
        private final Instant end;
        private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        private TriedCall.@Nullable Exchange exchange;

        Run(TestRequest request, Instant now) {
            this.request = request;
            this.end = now.plus(LONGEST);
            this.names = names(request, now);
            var given = request.context();
            var setting = request.setting();
            this.trial = new StateTrial(interpreter,
                    new TrialSetup(names, request.state(), request.input(), request.variables(),
                            given == null ? contexts.of(names, request, now) : given, setting.retriesMade(),
                            setting.failedIterations(), setting.read()));
        }

        TestAnswer run() throws InterruptedException {
            var standing = trial.begin(clock.instant(), random);
            while (true) {
                switch (standing) {
                    case Standing.Ended(var report) -> {
                        return new TestAnswer.Tried(report, exchange);
                    }
                    case Standing.Waits(var due) -> {
                        Thread.sleep(until(due.isAfter(end) ? end : due));
                        if (due.isAfter(end)) {
                            return new TestAnswer.Tried(trial.giveUp(), exchange);
                        }
                        standing = trial.fire(due, random);
                    }
                    case Standing.Asks asks -> {
                        var outcome = request.mock() != null ? request.mock() : asked(asks);
                        if (outcome != null) {
                            standing = trial.answer(asks.scheduled(), outcome, clock.instant(), random);
                        } else if (asks.due() == null || asks.due().isAfter(end)) {
                            return new TestAnswer.Tried(trial.giveUp(), exchange);
                        } else {
                            standing = trial.fire(asks.due(), random);
                        }
                    }
                }
            }
        }

        private Duration until(Instant moment) {
            var left = Duration.between(clock.instant(), moment);
            return left.isNegative() ? Duration.ZERO : left;
        }

        /// @return null when there was no answer in time
        private @Nullable TaskOutcome asked(Standing.Asks asks) throws InterruptedException {
            var answer = new CompletableFuture<Optional<TriedCall>>();
            var thread = Thread.ofVirtual().name("try-" + names.executionName()).start(() -> {
                try {
                    answer.complete(Current.as(request.who().principal(), () -> made(asks.effect())));
                } catch (RuntimeException defect) {
                    answer.completeExceptionally(defect);
                }
            });
            var due = asks.due() == null || asks.due().isAfter(end) ? end : asks.due();
            try {
                var made = answer.get(until(due).toMillis(), TimeUnit.MILLISECONDS);
                exchange = made.map(TriedCall::exchange).orElse(null);
                return made.map(TriedCall::outcome).orElse(null);
            } catch (TimeoutException late) {
                return null;
            } catch (ExecutionException defect) {
                throw new IllegalStateException("A call to try a state failed", defect.getCause());
            } finally {
                thread.interrupt();
            }
        }

        private Optional<TriedCall> made(Effect effect) {
            return switch (effect) {
                case Effect.Dispatch call ->
                    dispatch.tryOut(names, call, Set.of(request.who().principal().name()), request.reveal());
                case Effect.StartChild child ->
                    Optional.of(TriedCall.of(executions.startChild(names, child, request.who().principal().name())));
                case Effect _ -> throw new IllegalStateException("a state that is tried without a mock asks " + effect);
            };
        }
    }

    private static ExecutionFacts names(TestRequest request, Instant now) {
        var who = request.who();
        var machine = TimeOrderedUuid.next(now);
        var name = TimeOrderedUuid.next(now);
        var role = request.roleArn();
        var definition = new Definition(new Flow(request.state().name(), Map.of()), QueryLanguage.JSONPATH, null, null,
                Map.of());
        // AWS gives such an Express execution no run id
        var arn = Arn.execution(who.region(), who.account(), machine, name).toString().replaceFirst(":execution:",
                ":express:");
        return new ExecutionFacts(who.tenant().value(), ExpressRuns.number(), definition, arn, name,
                Arn.stateMachine(who.region(), who.account(), machine).toString(), machine, role == null ? "" : role);
    }
}
