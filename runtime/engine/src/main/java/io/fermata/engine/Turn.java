// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Scope;
import io.fermata.language.jsonata.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// The pen of one turn: gives each entry its id and place, folds it at once, and remembers it for the step. Lives for one
/// turn, on the thread that owns the execution.
final class Turn {

    private static final int EVENT_BUDGET = 200;
    private static final long BYTE_BUDGET = 4L << 20;

    /// A turn that has taken longer lets other executions of its loop go first.
    private static final long NANO_BUDGET = 20_000_000;

    private final Execution execution;
    private final Instant now;
    private final Surroundings surroundings;
    private final long begun;
    private final boolean alone;
    private final List<Recorded> entries = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private long bytes;

    /// @param alone whether a single state is tried
    Turn(Execution execution, Surroundings surroundings, boolean alone) {
        this.execution = execution;
        this.alone = alone;
        this.now = surroundings.now();
        this.surroundings = surroundings;
        this.begun = surroundings.nanos().getAsLong();
    }

    Execution execution() {
        return execution;
    }

    Instant now() {
        return now;
    }

    /// Whether a single state is tried, whose causes do not say where it stands in a history.
    boolean alone() {
        return alone;
    }

    RandomGenerator random() {
        return surroundings.random();
    }

    /// Records an event of a frame, chained to the frame's last one.
    void record(Frame frame, HistoryEvent event) {
        record(frame.id, frame.chain, event);
    }

    /// Records an event with a chosen place.
    void record(int frame, long previous, HistoryEvent event) {
        long id = nextEvent();
        if (id >= mostEvents() && !(event instanceof HistoryEvent.ExecutionSucceeded)) {
            throw new HistoryFull();
        }
        put(new Recorded(id, previous, now, frame, event));
    }

    /// Records the event that ends an execution whose history is full.
    void recordFull() {
        put(new Recorded(nextEvent(), execution.lastEvent(), now, 0, new HistoryEvent.ExecutionFailed("States.Runtime",
                "The execution reached the maximum number of history events (" + mostEvents() + ").")));
    }

    private long mostEvents() {
        return execution.limits().events(execution.facts().type());
    }

    /// Refuses a value over the execution's limit.
    ///
    /// @param name what AWS names in the cause: the state, the function or the service
    JsonNode check(JsonNode value, String name) {
        return PayloadSize.check(value, execution.limits().payloadBytes(), name);
    }

    /// Records a note of a frame, chained to the frame's last event.
    void note(Frame frame, Note note) {
        note(frame, frame.chain, note);
    }

    /// Records a note of a frame with a chosen previous event.
    void note(Frame frame, long previous, Note note) {
        put(new Recorded(0, previous, now, frame.id, note));
    }

    private void put(Recorded recorded) {
        execution.apply(recorded);
        entries.add(recorded);
    }

    /// The id that the next event will have.
    long nextEvent() {
        return execution.lastEvent() + 1;
    }

    void ask(Effect effect) {
        effects.add(effect);
    }

    /// Counts payload bytes against the turn's budget.
    void weigh(long payload) {
        bytes += payload;
    }

    boolean exhausted() {
        return entries.size() >= EVENT_BUDGET || bytes >= BYTE_BUDGET
                || !entries.isEmpty() && surroundings.nanos().getAsLong() - begun > NANO_BUDGET;
    }

    boolean closed() {
        return execution.status().closed();
    }

    /// What the expressions of the frame's state see, with the state's raw input as `$`.
    Scope scope(Frame frame) {
        return scope(frame, ContextObject.of(execution.facts(), execution, frame));
    }

    /// The same with another context object.
    Scope scope(Frame frame, JsonNode context) {
        return new Scope(frame.input, frame.scope(), context, surroundings.anew());
    }

    Step step(boolean more, boolean accepted) {
        return new Step(entries, effects, more, accepted);
    }

    /// Breaks a turn off when the history has no room. Carries nothing and has no stack trace.
    static final class HistoryFull extends RuntimeException {

        private static final long serialVersionUID = 1L;

        HistoryFull() {
            super(null, null, false, false);
        }
    }
}
