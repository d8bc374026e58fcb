// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.JobState;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Jobs that are looked after until their end.
class WatchesTest {

    private static final JsonNode STARTED = Json.parse("{\"JobId\":\"j\"}");

    private final Watches watches = new Watches(Duration.ofMillis(5), Duration.ofMillis(20));
    private final BlockingQueue<Signal> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        watches.close();
    }

    @Test
    void looksUntilTheJobHasEnded() throws InterruptedException {
        var job = new Job(look -> look < 3 ? new JobState.Running() : new JobState.Ended(new Answered(STARTED)));

        begin(job);

        assertThat(next()).isEqualTo(new Signal.Completed(5, STARTED));
        assertThat(job.looks).isEqualTo(3);
        assertThat(job.stopped).isEmpty();
    }

    @Test
    void endsAnAttemptOfWhichTheServiceSaysNothingTenTimes() throws InterruptedException {
        var job = new Job(look -> {
            if (look == 2) {
                throw new IllegalStateException("a defect counts as well");
            }
            return new JobState.Unknown(new Failed("Batch.SdkClientException", "no answer"));
        });

        begin(job);

        assertThat(next()).isEqualTo(new Signal.Failed(5, "Batch.SdkClientException", "no answer"));
        assertThat(job.looks).isEqualTo(10);
    }

    @Test
    void stopsTheJobOfAnAttemptThatNobodyWaitsFor() throws InterruptedException {
        var job = new Job(_ -> new JobState.Running());
        begin(job);

        watches.cancel(1, 5);

        assertThat(job.stopped.poll(5, TimeUnit.SECONDS)).isEqualTo(STARTED);
        assertThat(told).isEmpty();
    }

    @Test
    void aNodeThatStopsLeavesTheJobsToTheOthers() throws InterruptedException {
        var job = new Job(_ -> new JobState.Running());
        begin(job);

        watches.close();

        assertThat(job.stopped.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void looksAfterAJobOnceHoweverOftenItIsAsked() throws InterruptedException {
        var job = new Job(look -> look < 3 ? new JobState.Running() : new JobState.Ended(new Answered(STARTED)));

        begin(job);
        begin(job);

        assertThat(next()).isInstanceOf(Signal.Completed.class);
        assertThat(told.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }

    private void begin(Job job) {
        var resource = new TaskResource.Integration("arn:aws:states:::batch:submitJob.sync", "batch", "submitJob",
                TaskResource.Pattern.SYNC);
        watches.begin(job, new TaskRequest(1, 1, 5, Set::of, "arn", "e", "machine", "Run", resource, STARTED, "token",
                "arn#5", null), STARTED, told::add);
    }

    private Signal next() throws InterruptedException {
        return told.poll(5, TimeUnit.SECONDS);
    }

    /// A job as a script says it is at each look.
    private static final class Job implements TaskIntegration {

        private final IntFunction<JobState> script;
        private final BlockingQueue<JsonNode> stopped = new LinkedBlockingQueue<>();
        private volatile int looks;

        Job(IntFunction<JobState> script) {
            this.script = script;
        }

        @Override
        public boolean handles(TaskResource resource) {
            return true;
        }

        @Override
        public TaskOutcome call(TaskRequest request) {
            throw new AssertionError("started already");
        }

        @Override
        public JobState look(TaskRequest request, JsonNode started) {
            looks++;
            return script.apply(looks);
        }

        @Override
        public void stop(TaskRequest request, JsonNode started) {
            stopped.add(started);
        }
    }
}
