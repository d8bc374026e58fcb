// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.JobState;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Looks after the jobs that tasks have started: asks for each, more and more seldom, until it has ended. One virtual
/// thread for each job. What is forgotten in a crash is asked for again after the load. Thread-safe.
final class Watches implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watches.class);
    private static final int MOST_TROUBLES = 10;

    private final Duration first;
    private final Duration longest;
    private final Map<Job, Watch> open = new ConcurrentHashMap<>();

    /// @param first how long a job is left alone at first
    /// @param longest the longest time between two looks
    Watches(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    private record Job(long executionNo, long scheduled) {}

    /// Begins to look after a job, unless somebody does already.
    ///
    /// @param tell takes the end of the attempt
    void begin(TaskIntegration integration, TaskRequest request, JsonNode started, Consumer<Signal> tell) {
        var job = new Job(request.executionNo(), request.scheduled());
        var watch = new Watch(job, integration, request, started, tell);
        if (open.putIfAbsent(job, watch) == null) {
            watch.thread.start();
        }
    }

    /// Stops the job of an attempt that nobody waits for, if there is one.
    void cancel(long executionNo, long scheduled) {
        var watch = open.get(new Job(executionNo, scheduled));
        if (watch != null) {
            watch.unwanted = true;
            watch.thread.interrupt();
        }
    }

    /// Looks no more; the jobs go on, and another node looks after them.
    @Override
    public void close() {
        open.values().forEach(watch -> watch.thread.interrupt());
    }

    private final class Watch {

        private final Job job;
        private final TaskIntegration integration;
        private final TaskRequest request;
        private final JsonNode started;
        private final Consumer<Signal> tell;
        private final Thread thread;
        private volatile boolean unwanted;

        Watch(Job job, TaskIntegration integration, TaskRequest request, JsonNode started, Consumer<Signal> tell) {
            this.job = job;
            this.integration = integration;
            this.request = request;
            this.started = started;
            this.tell = tell;
            this.thread = Thread.ofVirtual().name("job-" + job.executionNo + "-" + job.scheduled).unstarted(this::run);
        }

        private void run() {
            try {
                lookUntilTheEnd();
            } catch (InterruptedException nobodyWaits) {
                Thread.interrupted();
            } finally {
                open.remove(job, this);
            }
            if (unwanted) {
                stop();
            }
        }

        private void lookUntilTheEnd() throws InterruptedException {
            var wait = first;
            int troubles = 0;
            while (true) {
                Thread.sleep(wait);
                var state = look();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                switch (state) {
                    case JobState.Running _ -> troubles = 0;
                    case JobState.Ended(var outcome) -> {
                        tell.accept(signal(outcome));
                        return;
                    }
                    case JobState.Unknown(var trouble) -> {
                        troubles++;
                        if (troubles == MOST_TROUBLES) {
                            tell.accept(signal(trouble));
                            return;
                        }
                    }
                }
                var longer = wait.multipliedBy(3).dividedBy(2);
                wait = longer.compareTo(longest) > 0 ? longest : longer;
            }
        }

        private JobState look() {
            try {
                return integration.look(request, started);
            } catch (RuntimeException defect) {
                if (!Thread.currentThread().isInterrupted()) {
                    log.error("Could not look after a job: tenant={} execution={} resource={}", request.tenant(),
                            request.executionNo(), request.resource().arn(), defect);
                }
                return new JobState.Unknown(new TaskOutcome.Failed("States.TaskFailed",
                        "Looking after the job failed inside Fermata (" + defect.getClass().getSimpleName()
                                + "); its log says why."));
            }
        }

        private void stop() {
            try {
                integration.stop(request, started);
            } catch (RuntimeException refused) {
                log.warn("Could not stop a job: tenant={} execution={} resource={}", request.tenant(),
                        request.executionNo(), request.resource().arn(), refused);
            }
        }

        private Signal signal(TaskOutcome outcome) {
            return switch (outcome) {
                case TaskOutcome.Answered(var output) -> new Signal.Completed(job.scheduled, output);
                case TaskOutcome.Failed(var error, var cause) -> new Signal.Failed(job.scheduled, error, cause);
            };
        }
    }
}
