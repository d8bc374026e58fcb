// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.RetryOrCatch.Failure;
import io.fermata.engine.TrialReport.ErrorDetails;
import io.fermata.engine.TrialReport.Inspection;
import io.fermata.engine.TrialReport.Status;
import io.fermata.language.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tries one state alone: without a journal, without an execution that anybody could see, but by the same interpreter that
/// runs executions. A state that asks something of the outside is answered by whoever tries it, with a mocked outcome or
/// with a real one; what is inside a Parallel or a Map is one such question. One thread at a time.
public final class StateTrial {

    private static final String EXCEEDED = "States.ExceedToleratedFailureThreshold";
    private static final String EXCEEDED_CAUSE = "The specified tolerated failure threshold was exceeded";

    private final Interpreter interpreter;
    private final TrialSetup setup;
    private final TrialSeen seen;
    private final TrialState tried;
    private final Execution execution;
    private final List<Recorded> entries = new ArrayList<>();

    public StateTrial(Interpreter interpreter, TrialSetup setup) {
        this.interpreter = interpreter;
        this.setup = setup;
        this.seen = new TrialSeen(setup.state());
        this.tried = new TrialState(setup, seen);
        var names = setup.names();
        this.execution = new Execution(new ExecutionFacts(names.tenant(), names.executionNo(), tried.definition(),
                names.executionArn(), names.executionName(), names.stateMachineArn(), names.stateMachineName(),
                names.roleArn()));
    }

    /// Where a trial stands.
    public sealed interface Standing {

        /// It is over.
        record Ended(TrialReport report) implements Standing {}

        /// The state asks something and waits for {@link #answer}.
        ///
        /// @param due when {@link #fire} is to be called if there is no answer; null for never
        record Asks(long scheduled, Effect effect, @Nullable Instant due) implements Standing {}

        /// The state waits until {@link #fire} is called at that moment.
        record Waits(Instant due) implements Standing {}
    }

    /// Begins.
    public Standing begin(Instant now, RandomGenerator random) {
        var state = setup.state();
        // the tried state is entered from one that has set the variables, and retried as often as is said
        apply(1, 0, now, 0, new HistoryEvent.ExecutionStarted(setup.input(), setup.names().roleArn()));
        apply(2, 0, now, 1, new HistoryEvent.StateEntered(StateType.PASS, tried.before(), setup.input()));
        apply(3, 2, now, 1, new HistoryEvent.StateExited(StateType.PASS, tried.before(), setup.input(),
                setup.variables(), state.name()));
        apply(4, 3, now, 1, new HistoryEvent.StateEntered(StateType.of(state), state.name(), setup.input()));
        for (int retrier = 0; retrier < state.retry().size(); retrier++) {
            long most = Math.min(setup.retriesMade(), state.retry().get(retrier).maxAttempts());
            for (int made = 0; made < most; made++) {
                apply(0, 4, now, 1, new Note.RetryScheduled(retrier, now));
            }
        }
        return turn(new Signal.TimerFired(), now, random);
    }

    private void apply(long id, long previous, Instant now, int frame, Entry entry) {
        execution.apply(new Recorded(id, previous, now, frame, entry));
    }

    /// Answers what the state has asked.
    public Standing answer(long scheduled, TaskOutcome outcome, Instant now, RandomGenerator random) {
        var signal = switch (outcome) {
            case TaskOutcome.Answered(var output) -> tolerated(output)
                    ? new Signal.Completed(scheduled, output)
                    : new Signal.Failed(scheduled, EXCEEDED, EXCEEDED_CAUSE);
            case TaskOutcome.Failed(var error, var cause) -> new Signal.Failed(scheduled, error, cause);
        };
        return turn(signal, now, random);
    }

    /// Says that the due moment has come.
    public Standing fire(Instant now, RandomGenerator random) {
        return turn(new Signal.TimerFired(), now, random);
    }

    /// Says that the time of the trial is over.
    ///
    /// @return the report of a state that failed with `States.Timeout`
    public TrialReport giveUp() {
        var report = report();
        return new TrialReport(Status.FAILED, null, "States.Timeout", null, null, report.inspection());
    }

    /// Whether a Map puts up with the iterations that are said to have failed. One without any limit is not judged: AWS says
    /// that it succeeded with the mocked result (recorded).
    private boolean tolerated(JsonNode result) {
        var failed = setup.failedIterations();
        var limits = seen.limits();
        if (failed == null || limits == null) {
            return true;
        }
        if (limits.toleratedCount() != null && failed > limits.toleratedCount()) {
            return false;
        }
        var items = seen.items();
        int iterations = items == null ? result.size() : items;
        return limits.toleratedPercentage() == null || iterations == 0
                || failed * 100.0 / iterations <= limits.toleratedPercentage();
    }

    private Standing turn(Signal first, Instant now, RandomGenerator random) {
        var effects = new ArrayList<Effect>();
        var signal = first;
        boolean more = true;
        while (more) {
            var step = interpreter.turnAlone(execution, signal, now, random);
            entries.addAll(step.entries());
            effects.addAll(step.effects());
            more = step.more();
            signal = new Signal.Continue();
        }
        if (execution.status().closed() || retried() != null) {
            return new Standing.Ended(report());
        }
        for (var effect : effects) {
            var asked = switch (effect) {
                case Effect.Dispatch dispatch -> new Standing.Asks(dispatch.scheduled(), effect, execution.nextDue());
                case Effect.OfferActivity offer -> new Standing.Asks(offer.scheduled(), effect, execution.nextDue());
                case Effect.StartChild child -> new Standing.Asks(child.scheduled(), effect, execution.nextDue());
                case Effect.Watch _,Effect.RunMap _,Effect.RedriveMap _,Effect.ResumeMap _,Effect.StopMap _,Effect.Cancel _,Effect.Closed _ ->
                    null;
            };
            if (asked != null) {
                return asked;
            }
        }
        return new Standing.Waits(Objects.requireNonNull(execution.nextDue()));
    }

    private Note.@Nullable RetryScheduled retried() {
        return !entries.isEmpty() && entries.getLast().entry() instanceof Note.RetryScheduled retry ? retry : null;
    }

    private TrialReport report() {
        var variables = new LinkedHashMap<>(setup.variables());
        Failure failure = null;
        HistoryEvent.StateExited left = null;
        for (var recorded : entries) {
            switch (recorded.entry()) {
                case HistoryEvent.TaskFailed(_, var error, var cause) -> failure = Failure.of(error, cause);
                case HistoryEvent.TaskTimedOut _ -> failure = Failure.timeout(false);
                case HistoryEvent.EvaluationFailed failed -> failure = Failure.of(failed.error(), failed.cause());
                case HistoryEvent.TaskSucceeded(_, var output) -> result(output);
                case HistoryEvent.StateExited exited when exited.name().equals(setup.state().name()) -> left = exited;
                case HistoryEvent _,Note _ -> {
                }
            }
        }
        sawArguments();
        if (left != null) {
            variables.putAll(left.assigned());
        }
        var exit = left == null || left.next() == null ? null : tried.exit(left.next());
        var details = details(failure, exit == null ? null : exit.catcher());
        var inspection = new Inspection(setup.input(), seen.stages(), variables, seen.limits(), details);
        if (details.delay() != null && failure != null) {
            return new TrialReport(Status.RETRIABLE, null, failure.error(), failure.cause(), null, inspection);
        }
        if (left == null) {
            return new TrialReport(Status.FAILED, null, execution.error(), execution.cause(), null, inspection);
        }
        var next = exit == null ? null : exit.next();
        return exit != null && exit.catcher() != null && failure != null
                ? new TrialReport(Status.CAUGHT_ERROR, left.output(), failure.error(), failure.cause(), next,
                        inspection)
                : new TrialReport(Status.SUCCEEDED, left.output(), null, null, next, inspection);
    }

    private void result(JsonNode output) {
        seen.at(TrialStage.RESULT, output);
        seen.atFirst(TrialStage.AFTER_RESULT_SELECTOR, output);
    }

    /// What a state shows whose field is not there: it takes the value before.
    private void sawArguments() {
        switch (setup.state()) {
            case State.Pass pass when pass.result() != null -> result(pass.result());
            case State.Pass _ -> {
                var effective = seen.stages().get(TrialStage.AFTER_PARAMETERS);
                if (effective != null) {
                    seen.atFirst(TrialStage.AFTER_RESULT_SELECTOR, effective);
                }
            }
            case State.Task task when task.io().arguments() == null ->
                seen.atFirst(TrialStage.AFTER_ARGUMENTS, setup.input());
            // a Fail state of JSONPath has no InputPath
            case State.Fail _ -> seen.atFirst(TrialStage.AFTER_INPUT_PATH, setup.input());
            case State.Task _,State.Choice _,State.Wait _,State.Succeed _,State.Parallel _,State.Map _ -> {
            }
        }
    }

    private ErrorDetails details(@Nullable Failure failure, @Nullable Integer catcher) {
        var retry = retried();
        if (retry != null) {
            return new ErrorDetails(retry.retrier(), Duration.between(entries.getLast().at(), retry.dueAt()), null);
        }
        return new ErrorDetails(failure == null ? null : matching(failure), null, catcher);
    }

    private @Nullable Integer matching(Failure failure) {
        var retriers = setup.state().retry();
        for (int i = 0; i < retriers.size(); i++) {
            if (failure.matches(retriers.get(i).errorEquals())) {
                return i;
            }
        }
        return null;
    }
}
