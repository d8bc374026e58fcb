// SPDX-License-Identifier: Apache-2.0
package io.fermata.node.testing;

import io.fermata.engine.JobState;
import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskRequest;
import io.fermata.language.TaskResource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// Answers every resource with what a test has put in line, in order; waits when nothing is in line. Thread-safe.
public final class ScriptedTasks implements TaskIntegration {

    private final BlockingQueue<TaskOutcome> line = new LinkedBlockingQueue<>();
    private final BlockingQueue<TaskRequest> requests = new LinkedBlockingQueue<>();
    private final Queue<JobState> jobs = new ConcurrentLinkedQueue<>();
    private final Queue<RuntimeException> broken = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<JsonNode> stopped = new LinkedBlockingQueue<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    /// Puts outcomes in line.
    public void enqueue(TaskOutcome... outcomes) {
        line.addAll(List.of(outcomes));
    }

    /// Has the next calls throw instead of looking for an outcome, one each.
    public void breakNext(RuntimeException... problems) {
        broken.addAll(List.of(problems));
    }

    /// Puts in line how the next jobs are that are looked after. A job runs while nothing is in line.
    public void enqueueLook(JobState... states) {
        jobs.addAll(List.of(states));
    }

    /// What starting the job answered that was stopped next, waiting up to ten seconds for it.
    public JsonNode awaitStopped() {
        try {
            var job = stopped.poll(10, TimeUnit.SECONDS);
            if (job == null) {
                throw new AssertionError("no job was stopped within 10 s");
            }
            return job;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /// The next request that came in, waiting up to ten seconds for it.
    public TaskRequest awaitRequest() {
        try {
            var request = requests.poll(10, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no task was called within 10 s");
            }
            return request;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /// Has {@link #awaitRequest} wait for a later request than those that came in so far.
    public void forgetRequests() {
        requests.clear();
    }

    /// The idempotency keys of all calls so far.
    public List<String> keys() {
        return List.copyOf(keys);
    }

    @Override
    public boolean handles(TaskResource resource) {
        return true;
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        keys.add(request.idempotencyKey());
        requests.add(request);
        var problem = broken.poll();
        if (problem != null) {
            throw problem;
        }
        try {
            return line.take();
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            return new TaskOutcome.Failed("States.TaskFailed", "interrupted");
        }
    }

    @Override
    public JobState look(TaskRequest request, JsonNode started) {
        var state = jobs.poll();
        return state == null ? new JobState.Running() : state;
    }

    @Override
    public void stop(TaskRequest request, JsonNode started) {
        stopped.add(started);
    }
}
