// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.Limits;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskRequest;
import io.fermata.engine.TaskTokens;
import io.fermata.engine.TriedCall;
import io.fermata.journal.ActivityQueue;
import io.fermata.language.MachineType;
import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.JsonNode;

/// Carries effects out: each call of a resource on a virtual thread of its own, at most 200 of a tenant at a time. What
/// comes back is a signal for the execution, wherever it lives by then. Thread-safe.
final class Dispatch {

    private static final Logger log = LoggerFactory.getLogger(Dispatch.class);
    private static final int MOST_CALLS_OF_A_TENANT = 200;
    /// How long a look at a job may take.
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration KEY_AGAIN = Duration.ofSeconds(2);

    private final List<TaskIntegration> integrations;
    private final TaskTokens tokens;
    private final ActivityQueue activities;
    private final Machines machines;
    private final Map<Long, Semaphore> room = new ConcurrentHashMap<>();
    private final Map<Call, Thread> calls = new ConcurrentHashMap<>();
    private final ActivityPolls polls;
    private final Watches watches = new Watches(Duration.ofSeconds(1), Duration.ofSeconds(30));

    Dispatch(List<TaskIntegration> integrations, TaskTokens tokens, ActivityQueue activities, Machines machines,
            ActivityPolls polls) {
        this.integrations = List.copyOf(integrations);
        this.tokens = tokens;
        this.activities = activities;
        this.machines = machines;
        this.polls = polls;
    }

    /// Where signals go, and where executions are started.
    interface Outside {

        void signal(TenantId tenant, long executionNo, Signal signal);

        TaskOutcome startChild(ExecutionFacts parent, Effect.StartChild effect);

        /// Who started an execution and those above it.
        Set<String> starters(TenantId tenant, long executionNo);
    }

    private record Call(long executionNo, long scheduled) {}

    /// Carries out the effects of a durable step.
    void release(ExecutionFacts facts, List<Effect> effects, Outside outside) {
        for (var effect : effects) {
            switch (effect) {
                case Effect.Dispatch dispatch when SfnCalls.waitsForAnother(dispatch.resource()) -> run(facts,
                        dispatch.scheduled(),
                        call -> untilTheDatabaseAnswers(call, () -> call(facts, dispatch, outside)));
                case Effect.Dispatch dispatch -> start(facts, dispatch.scheduled(),
                        () -> call(facts, dispatch, outside));
                case Effect.StartChild child -> start(facts, child.scheduled(), () -> answer(facts, child.scheduled(),
                        child.pattern(), outside.startChild(facts, child), outside));
                case Effect.OfferActivity offer -> start(facts, offer.scheduled(), () -> offer(facts, offer, outside));
                case Effect.Watch watch -> watch(facts, watch, outside);
                case Effect.Cancel(var scheduled) -> cancel(facts, scheduled);
                case Effect.RunMap(var started, _, _) when facts.executionNo() < 0 ->
                    outside.signal(new TenantId(facts.tenant()), facts.executionNo(), new Signal.Failed(started,
                            "States.Runtime", "An Express execution has no Map Runs: Mode DISTRIBUTED is for Standard "
                                    + "executions."));
                case Effect.RunMap _,Effect.RedriveMap _,Effect.ResumeMap _,Effect.StopMap _,Effect.Closed _ -> {
                    // Map Runs are rows that the step itself has written
                }
            }
        }
    }

    /// How many calls are under way.
    int calls() {
        return calls.size();
    }

    private void start(ExecutionFacts facts, long scheduled, Runnable work) {
        run(facts, scheduled, call -> {
            while (!inRoom(facts, call, work)) {
                LockSupport.parkNanos(KEY_AGAIN.toNanos());
            }
        });
    }

    /// Does work as one of those that a tenant may have under way.
    ///
    /// @return false when KMS refuses a customer's key, so that the work is to be done again, and others may go first
    private boolean inRoom(ExecutionFacts facts, Call call, Runnable work) {
        var permits = room.computeIfAbsent(facts.tenant(), _ -> new Semaphore(MOST_CALLS_OF_A_TENANT));
        try {
            permits.acquire();
        } catch (InterruptedException nobodyWaits) {
            return true;
        }
        try {
            untilTheDatabaseAnswers(call, work);
            return true;
        } catch (KmsRefusedException refusal) {
            log.debug("A task waits for a customer's key: execution={} event={} {}", call.executionNo, call.scheduled,
                    refusal.getMessage());
            return false;
        } finally {
            permits.release();
        }
    }

    private void run(ExecutionFacts facts, long scheduled, Consumer<Call> work) {
        var call = new Call(facts.executionNo(), scheduled);
        var thread = Thread.ofVirtual().name("task-" + call.executionNo + "-" + scheduled).unstarted(() -> {
            try {
                work.accept(call);
            } finally {
                calls.remove(call);
            }
        });
        calls.put(call, thread);
        thread.start();
    }

    /// The database's trouble is not the task's: what met it is done again, a call with the same idempotency key.
    private static void untilTheDatabaseAnswers(Call call, Runnable work) {
        while (true) {
            try {
                work.run();
                return;
            } catch (DataAccessException | TransactionException trouble) {
                if (!DatabaseTrouble.passes(trouble) || Thread.currentThread().isInterrupted()) {
                    throw trouble;
                }
                log.warn("Trying again what met trouble of the database: execution={} event={}: {}", call.executionNo,
                        call.scheduled, trouble.getMessage());
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    private void call(ExecutionFacts facts, Effect.Dispatch effect, Outside outside) {
        var pattern = effect.resource() instanceof TaskResource.Integration integration
                ? integration.pattern()
                : Pattern.REQUEST_RESPONSE;
        var request = request(facts, effect, outside);
        made(request, integration -> TriedCall.of(integration.call(request)))
                .ifPresent(made -> answer(facts, effect.scheduled(), pattern, made.outcome(), outside));
    }

    /// Makes one call on the caller's thread, for a state that is tried.
    ///
    /// @param starters who tries it
    /// @return empty when nobody waits for it any more
    Optional<TriedCall> tryOut(ExecutionFacts names, Effect.Dispatch effect, Set<String> starters, boolean reveal) {
        var request = request(names, effect, () -> starters);
        return made(request, integration -> integration.tryOut(request, reveal));
    }

    /// What speaks against a mocked result of a resource; empty when nothing does.
    Optional<String> unlike(TaskResource resource, JsonNode result, boolean complete) {
        return integration(resource).flatMap(integration -> integration.unlike(resource, result, complete));
    }

    private Optional<TriedCall> made(TaskRequest request, Function<TaskIntegration, TriedCall> call) {
        var resource = request.resource();
        var integration = integration(resource);
        if (integration.isEmpty()) {
            return Optional.of(TriedCall.of(new TaskOutcome.Failed("States.TaskFailed",
                    "This Fermata has no integration for the resource '" + resource.arn()
                            + "'. The reference page \"Task resources\" lists those it has.")));
        }
        try {
            return Optional.of(call.apply(integration.get()));
        } catch (RuntimeException defect) {
            if (Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
            if (DatabaseTrouble.passes(defect)) {
                throw defect;
            }
            log.error("A call failed: tenant={} execution={} resource={}", request.tenant(), request.executionNo(),
                    resource.arn(), defect);
            return Optional.of(TriedCall.of(new TaskOutcome.Failed("States.TaskFailed",
                    "The call failed inside Fermata (" + defect.getClass().getSimpleName()
                            + "); its log says why.")));
        }
    }

    private TaskRequest request(ExecutionFacts facts, Effect.Dispatch effect, Outside outside) {
        return request(facts, effect, () -> outside.starters(new TenantId(facts.tenant()), facts.executionNo()));
    }

    private TaskRequest request(ExecutionFacts facts, Effect.Dispatch effect, Supplier<Set<String>> starters) {
        return new TaskRequest(facts.tenant(), facts.executionNo(), effect.scheduled(), starters, facts.executionArn(),
                facts.executionName(), facts.stateMachineArn(), effect.stateName(), effect.resource(),
                effect.parameters(), tokens.mint(facts, effect.scheduled()),
                idempotencyKey(facts, effect.scheduled()), effect.timeout(),
                new TaskRequest.Roles(facts.roleArn(), effect.role()), effect.longestAnswer());
    }

    private Optional<TaskIntegration> integration(TaskResource resource) {
        return integrations.stream().filter(candidate -> candidate.handles(resource)).findFirst();
    }

    private void watch(ExecutionFacts facts, Effect.Watch effect, Outside outside) {
        var integration = integration(effect.resource());
        if (integration.isEmpty()) {
            return;
        }
        var request = request(facts, new Effect.Dispatch(effect.scheduled(), effect.stateName(), effect.resource(),
                effect.parameters(), LOOK, effect.role(), Limits.AWS.payloadBytes()), outside);
        watches.begin(integration.get(), request, effect.started(),
                signal -> outside.signal(new TenantId(facts.tenant()), facts.executionNo(), signal));
    }

    private static void answer(ExecutionFacts facts, long scheduled, Pattern pattern, TaskOutcome outcome,
            Outside outside) {
        var tenant = new TenantId(facts.tenant());
        var signal = switch (outcome) {
            case TaskOutcome.Failed(var error, var cause) -> new Signal.Failed(scheduled, error, cause);
            case TaskOutcome.Answered(var output) when pattern == Pattern.REQUEST_RESPONSE ->
                new Signal.Completed(scheduled, output);
            case TaskOutcome.Answered(var output) -> new Signal.Submitted(scheduled, output);
        };
        outside.signal(tenant, facts.executionNo(), signal);
    }

    /// The same for every call of one attempt, and for no other. An Express execution that is started anew makes other
    /// attempts, so its number is part of them.
    static String idempotencyKey(ExecutionFacts facts, long scheduled) {
        var attempt = facts.executionArn() + "#" + scheduled;
        return facts.executionNo() < 0 ? attempt + Long.toHexString(facts.executionNo()) : attempt;
    }

    private void offer(ExecutionFacts facts, Effect.OfferActivity effect, Outside outside) {
        var tenant = new TenantId(facts.tenant());
        var activity = machines.activity(tenant, effect.activityArn());
        if (activity.isEmpty()) {
            outside.signal(tenant, facts.executionNo(), new Signal.Failed(effect.scheduled(), "States.Runtime",
                    "The activity " + effect.activityArn() + " does not exist."));
            return;
        }
        activities.offer(tenant, activity.get().id(), activity.get().key(), facts.executionNo(), effect.scheduled(),
                effect.input());
        polls.wake();
    }

    private void cancel(ExecutionFacts facts, long scheduled) {
        var thread = calls.get(new Call(facts.executionNo(), scheduled));
        if (thread != null) {
            thread.interrupt();
        }
        watches.cancel(facts.executionNo(), scheduled);
        if (facts.type() == MachineType.EXPRESS) {
            return; // it has neither activities nor anything that is answered later
        }
        Thread.ofVirtual().name("abandon-" + facts.executionNo() + "-" + scheduled).start(() -> {
            activities.remove(new TenantId(facts.tenant()), facts.executionNo(), scheduled);
            for (var integration : integrations) {
                integration.abandoned(facts.tenant(), facts.executionNo(), scheduled);
            }
        });
    }

    /// Waits until no call is under way, at most that long.
    ///
    /// @return how many still are
    int drain(Duration atMost) {
        watches.close();
        long end = System.nanoTime() + atMost.toNanos();
        for (var thread : List.copyOf(calls.values())) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            try {
                thread.join(Duration.ofNanos(left));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return calls.size();
    }
}
