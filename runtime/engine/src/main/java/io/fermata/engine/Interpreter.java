// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.Frame.Phase;
import io.fermata.language.State;
import io.fermata.language.jsonata.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Decides what happens next in an execution. Every decision becomes an entry and goes through the fold; nothing else
/// changes the execution. Stateless, shared by threads; an execution belongs to one thread at a time.
public final class Interpreter {

    private final RunTask tasks;
    private final LongSupplier nanos;

    /// @param tokens makes the tokens that Task states show to the outside
    /// @param nanos a clock of nanoseconds with any origin, read for nothing but the bound on the time of expressions
    public Interpreter(TaskTokens tokens, LongSupplier nanos) {
        this(tokens, RequestRules.NONE, nanos);
    }

    /// @param rules what resources demand of their parameters
    public Interpreter(TaskTokens tokens, RequestRules rules, LongSupplier nanos) {
        this.tasks = new RunTask(tokens, rules);
        this.nanos = nanos;
    }

    /// One advance: takes the signal in, then lets every ready frame do its work, within the turn's budget.
    ///
    /// @param now the moment of all entries of this turn
    /// @param random the source of chance for expressions and jitter
    public Step turn(Execution execution, Signal signal, Instant now, RandomGenerator random) {
        return turn(new Turn(execution, surroundings(execution, signal, now, random), false), signal);
    }

    /// The same for a {@link StateTrial}.
    Step turnAlone(Execution execution, Signal signal, Instant now, RandomGenerator random) {
        return turn(new Turn(execution, surroundings(execution, signal, now, random), true), signal);
    }

    private Surroundings surroundings(Execution execution, Signal signal, Instant now, RandomGenerator random) {
        var limits = signal instanceof Signal.Start(var _, var chosen) ? chosen : execution.limits();
        return new Surroundings(now, random, limits.bounds(), nanos);
    }

    private Step turn(Turn turn, Signal signal) {
        try {
            boolean accepted = receive(turn, signal);
            boolean more = run(turn);
            return turn.step(more, accepted);
        } catch (Turn.HistoryFull full) {
            Control.cancelAll(turn);
            turn.recordFull();
            turn.ask(new Effect.Closed(ExecutionStatus.FAILED));
            return turn.step(false, true);
        }
    }

    /// What must be asked of the outside again after a load, and begins the heartbeat deadlines anew.
    public List<Effect> outstanding(Execution execution, Instant now) {
        var effects = new ArrayList<Effect>();
        for (var frame : execution.liveFrames()) {
            if (frame.phase == Phase.MAP_RUN) {
                effects.add(new Effect.ResumeMap(frame.scheduled));
            }
            if (frame.phase != Phase.TASK) {
                continue;
            }
            boolean handedOver = frame.submitted || frame.started;
            if (!handedOver) {
                effects.add(RunTask.effect(frame, (State.Task) frame.state(), execution.limits()));
                continue;
            }
            if (frame.job != null) {
                effects.add(RunTask.watch(frame, (State.Task) frame.state()));
            }
            if (frame.heartbeat != null) {
                execution.heartbeats().watch(frame.scheduled, frame.heartbeat, now);
            }
        }
        return effects;
    }

    private boolean receive(Turn turn, Signal signal) {
        var execution = turn.execution();
        if (execution.status().closed()) {
            return signal instanceof Signal.Redrive && redrive(turn);
        }
        return switch (signal) {
            case Signal.Start(var input, var limits) -> {
                turn.record(0, 0,
                        new HistoryEvent.ExecutionStarted(input, execution.facts().roleArn()));
                if (limits != Limits.AWS) {
                    turn.note(execution.root(), new Note.LimitsSet(limits));
                }
                yield true;
            }
            case Signal.Started(var scheduled, var workerName) -> onTask(turn, scheduled, frame -> {
                if (!frame.started) {
                    RunTask.started(turn, frame, workerName);
                }
            });
            case Signal.Submitted(var scheduled, var output) -> onTask(turn, scheduled, frame -> {
                if (!frame.submitted) {
                    RunTask.submitted(turn, frame, output);
                }
            });
            case Signal.Completed(var scheduled, var output) ->
                onTask(turn, scheduled, frame -> RunTask.completed(turn, frame, output))
                        || onMapRun(turn, scheduled, 0, new TaskOutcome.Answered(output));
            case Signal.Failed(var scheduled, var error, var cause) ->
                onTask(turn, scheduled, frame -> RunTask.failed(turn, frame, error, cause))
                        || onMapRun(turn, scheduled, 0, new TaskOutcome.Failed(error, cause));
            case Signal.MapRunEnded(var started, var redrives, var outcome) ->
                onMapRun(turn, started, redrives, outcome);
            case Signal.ChildClosed(var scheduled, var status, var description) ->
                onTask(turn, scheduled, frame -> RunTask.childClosed(turn, frame, status, description));
            case Signal.Heartbeat(var scheduled) -> onTask(turn, scheduled,
                    frame -> execution.heartbeats().beat(frame.scheduled, turn.now()));
            case Signal.TimerFired _ -> {
                fireTimers(turn);
                yield true;
            }
            case Signal.Stop(var error, var cause) -> {
                Control.end(turn, new HistoryEvent.ExecutionAborted(error, cause), ExecutionStatus.ABORTED);
                yield true;
            }
            case Signal.Redrive _ -> false;
            case Signal.Continue _ -> true;
        };
    }

    private static boolean redrive(Turn turn) {
        var execution = turn.execution();
        if (!execution.redrivable()) {
            return false;
        }
        turn.record(0, execution.lastEvent(), new HistoryEvent.ExecutionRedriven(execution.redriveCount() + 1));
        for (var frame : List.copyOf(execution.liveFrames())) {
            if (execution.liveFrame(frame.id) != frame) {
                continue; // an earlier one of this loop has ended what is around it
            }
            if (frame.phase == Phase.ENTERED && frame.state() instanceof State.Fail fail) {
                // AWS enters a Fail state again; the other states go on where they were entered
                Control.enter(turn, frame, fail.name(), frame.input);
            } else if (frame.phase == Phase.ENTERED && frame.mapRun != null) {
                RunDistributedMap.redrive(turn, frame, frame.mapRun);
            } else if (frame.phase == Phase.CHILDREN && frame.state() instanceof State.Map map) {
                // iterations that had not begun have no frame that could go on
                RunMap.advance(turn, frame, map);
            }
        }
        return true;
    }

    /// Takes what only a task can be told.
    private boolean onTask(Turn turn, long scheduled, Consumer<Frame> then) {
        var frame = turn.execution().attempt(scheduled);
        if (frame == null || frame.phase != Phase.TASK) {
            return false;
        }
        Control.guarded(turn, frame, () -> then.accept(frame));
        return true;
    }

    /// Takes the end of the run that a frame awaits, and not what was told of it before its last redrive.
    private boolean onMapRun(Turn turn, long started, int redrives, TaskOutcome outcome) {
        var frame = turn.execution().attempt(started);
        if (frame == null || frame.phase != Phase.MAP_RUN
                || Objects.requireNonNull(frame.mapRun).redrives() != redrives) {
            return false;
        }
        Control.guarded(turn, frame, () -> RunDistributedMap.ended(turn, frame, outcome));
        return true;
    }

    private void fireTimers(Turn turn) {
        var execution = turn.execution();
        var timeout = execution.timeoutAt();
        if (timeout != null && !timeout.isAfter(turn.now())) {
            Control.end(turn, new HistoryEvent.ExecutionTimedOut(), ExecutionStatus.TIMED_OUT);
            return;
        }
        for (var frame : execution.dueFrames(turn.now())) {
            // an earlier one of this loop may have closed it, or moved it on
            if (execution.liveFrame(frame.id) == frame && frame.dueAt != null && !frame.dueAt.isAfter(turn.now())) {
                Control.guarded(turn, frame, () -> fire(turn, frame));
            }
        }
        for (var scheduled : execution.heartbeats().missed(turn.now())) {
            var frame = execution.attempt(scheduled);
            if (frame != null) {
                Control.guarded(turn, frame, () -> RunTask.timedOut(turn, frame, true));
            }
        }
    }

    private void fire(Turn turn, Frame frame) {
        switch (frame.phase) {
            case WAITING -> RunWait.finish(turn, frame, (State.Wait) frame.state());
            case RETRYING -> perform(turn, frame);
            case TASK -> RunTask.timedOut(turn, frame, false);
            case READY, ENTERED, MAP_RUN, CHILDREN, CUT, DONE ->
                throw new IllegalStateException("frame " + frame.id + " is due in phase " + frame.phase);
        }
    }

    private boolean run(Turn turn) {
        var execution = turn.execution();
        while (!turn.closed()) {
            var frame = execution.nextRunnable();
            if (frame == null) {
                return false;
            }
            switch (frame.phase) {
                case READY -> {
                    var input = execution.input();
                    if (input == null || frame.parent != null) {
                        throw new IllegalStateException("frame " + frame.id + " was opened without being entered");
                    }
                    Control.enter(turn, frame, frame.flow.startAt(), input);
                }
                case ENTERED -> {
                    if (turn.exhausted()) {
                        return true;
                    }
                    Control.guarded(turn, frame, () -> perform(turn, frame));
                }
                case TASK, WAITING, RETRYING, MAP_RUN, CHILDREN, CUT, DONE ->
                    throw new IllegalStateException("frame " + frame.id + " is runnable in phase " + frame.phase);
            }
        }
        return false;
    }

    private void perform(Turn turn, Frame frame) {
        switch (frame.state()) {
            case State.Pass pass -> RunPass.run(turn, frame, pass);
            case State.Task task -> tasks.run(turn, frame, task);
            case State.Choice choice -> RunChoice.run(turn, frame, choice);
            case State.Wait wait -> RunWait.run(turn, frame, wait);
            case State.Succeed succeed -> RunSucceed.run(turn, frame, succeed);
            case State.Fail fail -> RunFail.run(turn, frame, fail);
            case State.Parallel parallel -> RunParallel.run(turn, frame, parallel);
            case State.Map map when map.distribution() != null ->
                RunDistributedMap.run(turn, frame, map, map.distribution());
            case State.Map map -> RunMap.run(turn, frame, map);
        }
    }

}
