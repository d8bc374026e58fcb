// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.engine.TaskTarget;
import io.fermata.web.console.text.StatusWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One visit of an execution to a state, as its history tells it. Filled by [Story] alone.
final class Stay {

    /// One attempt of a task.
    static final class Attempt {

        final long scheduled;
        final Instant from;
        final TaskTarget target;
        @Nullable
        Instant to;
        boolean started;
        boolean submitted;
        boolean failed;
        @Nullable
        String error;
        @Nullable
        String cause;

        Attempt(long scheduled, Instant from, TaskTarget target) {
            this.scheduled = scheduled;
            this.from = from;
            this.target = target;
        }
    }

    final String state;
    final Instant enteredAt;
    final JsonNode input;
    final List<Attempt> attempts = new ArrayList<>();

    StatusWord status = StatusWord.RUNNING;
    @Nullable
    Instant leftAt;
    @Nullable
    JsonNode output;
    /// When a wait ends or the next attempt begins; null when neither is awaited.
    @Nullable
    Instant dueAt;
    boolean retrying;
    boolean containerFailed;
    @Nullable
    String error;
    @Nullable
    String cause;
    long lastEvent;

    Stay(String state, Instant enteredAt, JsonNode input, long event) {
        this.state = state;
        this.enteredAt = enteredAt;
        this.input = input;
        this.lastEvent = event;
    }

    boolean open() {
        return leftAt == null;
    }

    void close(StatusWord how, Instant at) {
        status = how;
        leftAt = at;
        dueAt = null;
        attempts.stream().filter(attempt -> attempt.to == null).forEach(attempt -> attempt.to = at);
    }

    @Nullable
    Attempt lastAttempt() {
        return attempts.isEmpty() ? null : attempts.getLast();
    }

    boolean failedLast() {
        var last = lastAttempt();
        return containerFailed || error != null || last != null && last.failed;
    }
}
