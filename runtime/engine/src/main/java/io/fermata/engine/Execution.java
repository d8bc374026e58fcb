// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.Frame.Phase;
import io.fermata.language.State;
import io.fermata.language.TaskResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The state of one execution: a fold over its journal. {@link #apply} is the only code that changes it, whether the
/// entries were just decided or read back. No clock, no evaluation, no I/O. Used by one thread at a time.
public final class Execution {

    private final ExecutionFacts facts;
    private final FrameTree tree = new FrameTree();
    private final Frames frames = tree.frames();

    private long lastEvent;
    private ExecutionStatus status = ExecutionStatus.RUNNING;
    private @Nullable JsonNode input;
    private @Nullable JsonNode output;
    private @Nullable String error;
    private @Nullable String cause;
    private @Nullable Instant startedAt;
    private @Nullable Instant stoppedAt;
    private Limits limits = Limits.AWS;
    private int redriveCount;
    private @Nullable Instant redrivenAt;

    /// An execution that has not started.
    public Execution(ExecutionFacts facts) {
        this.facts = facts;
    }

    /// An execution as its journal left it.
    public static Execution fold(ExecutionFacts facts, Iterable<Recorded> journal) {
        var execution = new Execution(facts);
        journal.forEach(execution::apply);
        return execution;
    }

    VariableSpace variables() {
        return tree.variables();
    }

    /// Takes one entry into the state.
    ///
    /// @throws IllegalStateException when an event is missing before it
    public void apply(Recorded recorded) {
        switch (recorded.entry()) {
            case HistoryEvent event -> {
                if (recorded.id() != lastEvent + 1) {
                    throw new IllegalStateException("event " + recorded.id() + " does not follow " + lastEvent);
                }
                lastEvent = recorded.id();
                applyEvent(recorded, event);
            }
            case Note note -> applyNote(recorded, note);
        }
    }

    private void applyEvent(Recorded recorded, HistoryEvent event) {
        switch (event) {
            case HistoryEvent.ExecutionStarted started -> {
                input = started.input();
                startedAt = recorded.at();
                tree.begin(facts.definition().flow());
            }
            case HistoryEvent.ExecutionSucceeded succeeded -> {
                output = succeeded.output();
                close(ExecutionStatus.SUCCEEDED, recorded.at());
            }
            case HistoryEvent.ExecutionFailed failed -> {
                error = failed.error();
                cause = failed.cause();
                close(ExecutionStatus.FAILED, recorded.at());
            }
            case HistoryEvent.ExecutionTimedOut _ -> close(ExecutionStatus.TIMED_OUT, recorded.at());
            case HistoryEvent.ExecutionAborted aborted -> {
                error = aborted.error();
                cause = aborted.cause();
                close(ExecutionStatus.ABORTED, recorded.at());
            }
            case HistoryEvent.ExecutionRedriven redriven -> redrive(recorded, redriven);
            case HistoryEvent.StateEntered entered -> tree.enter(recorded, frame(recorded), entered);
            case HistoryEvent.StateExited exited -> tree.exit(recorded, frame(recorded), exited);
            case HistoryEvent.StateAborted _,HistoryEvent.IterationAborted _ -> {
            }
            case HistoryEvent.TaskScheduled scheduled -> tree.schedule(recorded, frame(recorded), scheduled);
            case HistoryEvent.TaskStarted _ -> chain(recorded).started = true;
            case HistoryEvent.TaskSubmitted submitted -> FrameTree.submit(chain(recorded), submitted);
            case HistoryEvent.TaskSucceeded _,HistoryEvent.TaskFailed _,HistoryEvent.TaskTimedOut _ ->
                tree.endAttempt(chain(recorded));
            case HistoryEvent.ParallelStarted _ -> tree.openBranches(recorded, chain(recorded));
            case HistoryEvent.MapStarted started -> tree.openMap(recorded, chain(recorded), started);
            case HistoryEvent.IterationStarted started -> tree.openIteration(recorded, frame(recorded), started);
            case HistoryEvent.IterationSucceeded succeeded ->
                tree.finishIteration(recorded, frame(recorded), succeeded);
            case HistoryEvent.IterationFailed _,HistoryEvent.ContainerSucceeded _ -> {
            }
            case HistoryEvent.ContainerFailed _ -> tree.failContainer(chain(recorded));
            case HistoryEvent.MapRunStarted(var arn) -> {
                long started = recorded.id();
                tree.awaitMapRun(chain(recorded), new Frame.BegunMapRun(arn, started, started, 0));
            }
            case HistoryEvent.MapRunRedriven(var arn, var count) -> {
                var frame = chain(recorded);
                var begun = Objects.requireNonNull(frame.mapRun);
                tree.awaitMapRun(frame, new Frame.BegunMapRun(arn, begun.started(), recorded.id(), count));
            }
            case HistoryEvent.MapRunSucceeded _ -> tree.endMapRun(chain(recorded), false);
            case HistoryEvent.MapRunFailed(var error, _) ->
                tree.endMapRun(chain(recorded), RunDistributedMap.redrivable(error));
            case HistoryEvent.MapRunAborted _ -> {
            }
            case HistoryEvent.EvaluationFailed _ -> chain(recorded);
        }
    }

    private void applyNote(Recorded recorded, Note note) {
        var frame = frame(recorded);
        switch (note) {
            case Note.WaitScheduled(var dueAt) -> tree.waitUntil(frame, dueAt);
            case Note.RetryScheduled retry -> tree.retry(recorded, frame, retry);
            case Note.MapPlanned(var items, var maxConcurrency) -> {
                frame.items = items;
                frame.maxConcurrency = maxConcurrency;
            }
            case Note.LimitsSet(var set) -> limits = set;
        }
    }

    private void close(ExecutionStatus end, Instant at) {
        status = end;
        stoppedAt = at;
        tree.end(end == ExecutionStatus.SUCCEEDED);
    }

    private void redrive(Recorded recorded, HistoryEvent.ExecutionRedriven redriven) {
        status = ExecutionStatus.RUNNING;
        error = null;
        cause = null;
        stoppedAt = null;
        redriveCount = redriven.redriveCount();
        redrivenAt = recorded.at();
        tree.revive(recorded.id());
    }

    private Frame frame(Recorded recorded) {
        var frame = frames.find(recorded.frame());
        if (frame == null) {
            throw new IllegalStateException("no frame " + recorded.frame() + " for event " + recorded.id());
        }
        return frame;
    }

    private Frame chain(Recorded recorded) {
        var frame = frame(recorded);
        frame.chain = recorded.id();
        return frame;
    }

    Collection<Frame> liveFrames() {
        return frames.all();
    }

    @Nullable
    Frame liveFrame(int id) {
        return frames.find(id);
    }

    /// The frame of the whole definition; there from the start to a good end.
    Frame root() {
        return Objects.requireNonNull(frames.find(FrameTree.ROOT));
    }

    @Nullable
    Frame nextRunnable() {
        return frames.nextRunnable();
    }

    @Nullable
    Frame attempt(long scheduled) {
        return frames.attempt(scheduled);
    }

    List<Frame> dueFrames(Instant now) {
        return frames.due(now);
    }

    Heartbeats heartbeats() {
        return frames.heartbeats();
    }

    /// When {@link Signal.TimerFired} is wanted next; null when nothing is due by itself.
    public @Nullable Instant nextDue() {
        return earlier(earlier(frames.nextDue(), heartbeats().next()), status.closed() ? null : timeoutAt());
    }

    /// When the budget of the whole execution is used up; null when it has none.
    @Nullable
    Instant timeoutAt() {
        var seconds = facts.timeoutSeconds();
        var begun = redrivenAt == null ? startedAt : redrivenAt;
        return seconds == null || begun == null ? null : begun.plus(Duration.ofSeconds(seconds));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /// Whether an attempt is open that a caller of ours is busy with, so that the execution should stay in memory.
    public boolean calling() {
        return frames.attempts().stream().anyMatch(frame -> frame.state() instanceof State.Task task
                && (!frame.submitted || frame.job != null) && !(task.resource() instanceof TaskResource.Activity));
    }

    /// Whether an attempt with heartbeats is open.
    public boolean heartbeating() {
        return heartbeats().next() != null;
    }

    /// What is fixed about this execution.
    public ExecutionFacts facts() {
        return facts;
    }

    /// Id of the last event, 0 before the first.
    public long lastEvent() {
        return lastEvent;
    }

    /// How large it may grow.
    public Limits limits() {
        return limits;
    }

    /// Where the execution stands.
    public ExecutionStatus status() {
        return status;
    }

    /// The input; null before the start.
    public @Nullable JsonNode input() {
        return input;
    }

    /// The output; null unless it succeeded.
    public @Nullable JsonNode output() {
        return output;
    }

    /// The error name, if it failed or was stopped with one.
    public @Nullable String error() {
        return error;
    }

    /// The cause, if it failed or was stopped with one.
    public @Nullable String cause() {
        return cause;
    }

    /// When it started; null before.
    public @Nullable Instant startedAt() {
        return startedAt;
    }

    /// When it ended; null while it runs.
    public @Nullable Instant stoppedAt() {
        return stoppedAt;
    }

    /// Whether {@link Signal.Redrive} would be taken: it has ended, and not well, and its history has room.
    public boolean redrivable() {
        return status.closed() && status != ExecutionStatus.SUCCEEDED && lastEvent < limits.events(facts.type()) - 1;
    }

    /// The states that a redrive would do again, in no particular order: those that were entered and not left, without the
    /// Parallel and Map states around them that go on where they were. Empty unless {@link #redrivable}.
    public List<State> doneAgain() {
        return frames.all().stream()
                .filter(frame -> frame.phase == Phase.CUT && frame.children.isEmpty()).map(Frame::state).toList();
    }

    /// The Map Runs that a redrive would go on with, by the events that began them. Empty unless {@link #redrivable}.
    public List<Long> mapRunsDoneAgain() {
        return frames.all().stream().filter(frame -> frame.phase == Phase.CUT && frame.mapRun != null)
                .filter(frame -> RunDistributedMap.redrivable(Objects.requireNonNull(frame.mapRun)))
                .map(frame -> Objects.requireNonNull(frame.mapRun).started()).toList();
    }

    /// How often it was redriven.
    public int redriveCount() {
        return redriveCount;
    }

    /// When it was redriven last; null when never.
    public @Nullable Instant redrivenAt() {
        return redrivenAt;
    }

    /// The whole state as text, for comparing a live execution with a folded one.
    public String describe() {
        return lastEvent + " " + status + " " + tree.nextFrame() + " " + redriveCount + " " + redrivenAt
                + frames.describe()
                + output + error + cause;
    }
}
