// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Flow;
import io.fermata.language.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// One thread of control inside an execution: the root flow, a Parallel branch or a Map iteration. Changed by
/// {@link Execution#apply} alone.
final class Frame {

    /// Where a frame stands. Between two steps a frame is ENTERED, in one of the waiting phases, or gone.
    enum Phase {

        /// Opened; has not entered its first state.
        READY,
        /// Has entered a state and not yet done its work.
        ENTERED,
        /// Waits for the outcome of an attempt.
        TASK,
        /// Waits for a moment.
        WAITING,
        /// Waits for the moment of its next attempt.
        RETRYING,
        /// Waits for the end of its Map Run.
        MAP_RUN,
        /// Waits for frames below it.
        CHILDREN,
        /// Cut off by a failure around it, or by the end of the execution: a redrive may go on with it.
        CUT,
        /// Its flow has ended.
        DONE;

        /// Whether the interpreter has something to do for a frame in this phase.
        boolean runnable() {
            return switch (this) {
                case READY, ENTERED, DONE -> true;
                case TASK, WAITING, RETRYING, MAP_RUN, CHILDREN, CUT -> false;
            };
        }
    }

    /// A Map Run that this visit of its state has begun.
    ///
    /// @param started the event that began it, by which the outside knows it
    /// @param latest the event that began it or made it go on last, which what follows is chained to
    /// @param redrives how often it was made to go on
    record BegunMapRun(String arn, long started, long latest, int redrives) {}

    final int id;
    final @Nullable Frame parent;
    final Flow flow;
    final int index;
    final Map<Integer, Frame> children = new LinkedHashMap<>();
    final Map<String, JsonNode> variables = new LinkedHashMap<>();

    Phase phase = Phase.READY;
    String stateName;
    JsonNode input = NullNode.getInstance();
    Instant enteredAt = Instant.EPOCH;
    long enteredEvent;
    /// The event that the entry follows.
    long enteredAfter;
    /// The event that the next one of this frame follows.
    long chain;

    /// Retries made in this visit, by index of the retrier.
    int[] retries = {};
    long scheduled;
    Instant scheduledAt = Instant.EPOCH;
    boolean started;
    boolean submitted;
    @Nullable
    Instant dueAt;
    /// What the open attempt was given, for asking again after a load; null once it is handed over for good.
    @Nullable
    JsonNode parameters;
    /// What starting the job answered that this node has to look after; null when there is none.
    @Nullable
    JsonNode job;
    @Nullable
    Duration heartbeat;
    /// Role ARN of the open attempt's `Credentials`; null when it has none.
    @Nullable
    String role;

    /// The Map Run that a redrive goes on with; null when there is none, or another one would have to begin.
    @Nullable
    BegunMapRun mapRun;

    List<JsonNode> items = List.of();
    int maxConcurrency;
    JsonNode[] results = {};
    int opened;
    int finished;
    /// The last event of the iteration that ended last, to which the next iteration is chained; 0 before any ended.
    long freedBy;
    /// The event that opened the frames below; 0 while none are open in this visit.
    long containerEvent;

    Frame(int id, @Nullable Frame parent, Flow flow, int index, long chain) {
        this.id = id;
        this.parent = parent;
        this.flow = flow;
        this.index = index;
        this.chain = chain;
        this.stateName = flow.startAt();
    }

    State state() {
        return flow.state(stateName);
    }

    int retryCount() {
        return Arrays.stream(retries).sum();
    }

    /// The variables in sight: those of outer frames under its own.
    Map<String, JsonNode> scope() {
        if (parent == null) {
            return variables;
        }
        var outer = parent.scope();
        if (variables.isEmpty()) {
            return outer;
        }
        var all = new LinkedHashMap<>(outer);
        all.putAll(variables);
        return all;
    }

    /// Everything that the fold decides, as text: two executions are in the same state when their frames say the same.
    String describe() {
        return id + ":" + (parent == null ? 0 : parent.id) + ":" + index + ":" + phase + ":" + stateName + ":" + input
                + ":" + enteredAt + ":" + enteredEvent + ":" + enteredAfter + ":" + chain + ":"
                + Arrays.toString(retries) + ":" + scheduled + ":" + scheduledAt
                + ":" + started + ":" + submitted + ":" + dueAt + ":" + parameters + ":" + job + ":" + heartbeat + ":"
                + role + ":"
                + mapRun + ":" + variables
                + ":" + items + ":" + maxConcurrency
                + ":" + Arrays.toString(results) + ":" + opened + ":" + finished + ":" + freedBy + ":" + containerEvent;
    }
}
