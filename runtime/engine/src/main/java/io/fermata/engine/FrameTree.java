// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.Frame.Phase;
import io.fermata.language.Flow;
import io.fermata.language.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The tree of frames of one execution, and what each entry of the journal does to it: states entered and left, attempts,
/// branches and iterations opened and ended. Part of the fold: changed by {@link Execution#apply} alone.
final class FrameTree {

    /// The frame of the whole definition.
    static final int ROOT = 1;

    private final Frames frames = new Frames();
    private final VariableSpace variables = new VariableSpace();
    private int nextFrame = ROOT;

    Frames frames() {
        return frames;
    }

    VariableSpace variables() {
        return variables;
    }

    /// The number that the next frame will have.
    int nextFrame() {
        return nextFrame;
    }

    /// Opens the frame of the whole definition.
    void begin(Flow flow) {
        open(null, flow, 0, 0);
    }

    private void open(@Nullable Frame parent, Flow flow, int index, long chain) {
        var frame = new Frame(nextFrame++, parent, flow, index, chain);
        frames.add(frame);
        if (parent != null) {
            parent.children.put(index, frame);
        }
    }

    void enter(Recorded recorded, Frame frame, HistoryEvent.StateEntered entered) {
        frame.stateName = entered.name();
        frame.input = entered.input();
        frame.enteredAt = recorded.at();
        frame.enteredEvent = recorded.id();
        frame.enteredAfter = recorded.previousId();
        frame.chain = recorded.id();
        frame.retries = new int[frame.state().retry().size()];
        frame.containerEvent = 0;
        frame.mapRun = null;
        frames.due(frame, null);
        frames.phase(frame, Phase.ENTERED);
    }

    void exit(Recorded recorded, Frame frame, HistoryEvent.StateExited exited) {
        frame.chain = recorded.id();
        variables.assign(frame.variables, exited.assigned());
        frame.input = exited.output();
        closeChildren(frame);
        frames.due(frame, null);
        frame.items = List.of();
        frame.results = new JsonNode[0];
        if (exited.next() != null) {
            return; // the StateEntered that follows in the same step says the rest
        }
        frames.phase(frame, Phase.DONE);
        var parent = frame.parent;
        if (parent != null && parent.state() instanceof State.Parallel) {
            parent.chain = recorded.id();
            finishChild(parent, frame.index);
        }
    }

    void schedule(Recorded recorded, Frame frame, HistoryEvent.TaskScheduled scheduled) {
        frame.chain = recorded.id();
        frame.scheduledAt = recorded.at();
        frame.started = false;
        frame.submitted = false;
        frame.job = null;
        frame.parameters = scheduled.parameters();
        frame.role = scheduled.credentialsRole();
        var heartbeat = scheduled.heartbeatSeconds();
        frame.heartbeat = heartbeat == null ? null : Duration.ofSeconds(heartbeat);
        frames.beginAttempt(frame, recorded.id());
        var timeout = scheduled.timeoutSeconds();
        frames.due(frame, timeout == null ? null : recorded.at().plusSeconds(timeout));
    }

    static void submit(Frame frame, HistoryEvent.TaskSubmitted submitted) {
        frame.submitted = true;
        if (RunTask.isJob((State.Task) frame.state())) {
            frame.job = submitted.output();
        } else {
            frame.parameters = null;
        }
    }

    void endAttempt(Frame frame) {
        frames.endAttempt(frame);
        frames.phase(frame, Phase.ENTERED);
    }

    void waitUntil(Frame frame, Instant dueAt) {
        frames.phase(frame, Phase.WAITING);
        frames.due(frame, dueAt);
    }

    void retry(Recorded recorded, Frame frame, Note.RetryScheduled retry) {
        closeChildren(frame);
        frame.containerEvent = 0;
        frame.mapRun = null;
        frame.chain = recorded.previousId();
        frame.retries[retry.retrier()]++;
        frames.phase(frame, Phase.RETRYING);
        frames.due(frame, retry.dueAt());
    }

    void awaitMapRun(Frame frame, Frame.BegunMapRun run) {
        frame.mapRun = run;
        frames.beginAttempt(frame, run.started());
        frames.due(frame, null);
        frames.phase(frame, Phase.MAP_RUN);
    }

    void endMapRun(Frame frame, boolean redrivable) {
        if (!redrivable) {
            frame.mapRun = null;
        }
        endAttempt(frame);
    }

    void openBranches(Recorded recorded, Frame frame) {
        var branches = ((State.Parallel) frame.state()).branches();
        await(frame, branches.size(), recorded.id());
        for (int i = 0; i < branches.size(); i++) {
            frame.opened++;
            open(frame, branches.get(i), i, recorded.id());
        }
    }

    void openMap(Recorded recorded, Frame frame, HistoryEvent.MapStarted started) {
        if (((State.Map) frame.state()).distribution() == null) {
            await(frame, started.length(), recorded.id());
        }
    }

    void openIteration(Recorded recorded, Frame frame, HistoryEvent.IterationStarted started) {
        frame.opened++;
        open(frame, ((State.Map) frame.state()).processor(), started.index(), recorded.id());
    }

    void finishIteration(Recorded recorded, Frame frame, HistoryEvent.IterationSucceeded succeeded) {
        frame.freedBy = recorded.previousId();
        frame.chain = recorded.id();
        finishChild(frame, succeeded.index());
    }

    void failContainer(Frame frame) {
        // they are needed again if this ends the execution and it is redriven
        frame.children.values().forEach(frames::cut);
        frames.phase(frame, Phase.ENTERED);
    }

    private void await(Frame frame, int children, long event) {
        frame.results = new JsonNode[children];
        frame.opened = 0;
        frame.finished = 0;
        frame.freedBy = 0;
        frame.containerEvent = event;
        frames.due(frame, null);
        frames.phase(frame, Phase.CHILDREN);
    }

    private void finishChild(Frame parent, int index) {
        var child = parent.children.remove(index);
        if (child == null) {
            throw new IllegalStateException("no child " + index + " in frame " + parent.id);
        }
        parent.results[index] = child.input;
        parent.finished++;
        remove(child);
    }

    private void closeChildren(Frame parent) {
        for (var child : List.copyOf(parent.children.values())) {
            closeChildren(child);
            remove(child);
        }
        parent.children.clear();
    }

    private void remove(Frame frame) {
        variables.forget(frame.variables);
        frames.remove(frame);
    }

    /// The execution has ended. What is left of a bad end is kept for a redrive.
    void end(boolean well) {
        var root = frames.find(ROOT);
        if (well || root == null) {
            frames.clear();
        } else {
            frames.cut(root);
        }
    }

    /// The execution goes on with what its end has left.
    ///
    /// @param event the event that follows
    void revive(long event) {
        var root = frames.find(ROOT);
        if (root != null) {
            revive(root, event);
        }
    }

    /// A state that was entered and not left is done again. Of a container that had opened, only what below it had not ended
    /// well is.
    private void revive(Frame frame, long event) {
        frame.chain = event;
        frame.retries = new int[frame.state().retry().size()];
        if (frame.containerEvent == 0 || frame.finished == frame.results.length) {
            closeChildren(frame);
            frame.containerEvent = 0;
            frames.phase(frame, Phase.ENTERED);
            return;
        }
        frame.freedBy = event;
        frames.phase(frame, Phase.CHILDREN);
        frame.children.values().forEach(child -> revive(child, event));
    }
}
