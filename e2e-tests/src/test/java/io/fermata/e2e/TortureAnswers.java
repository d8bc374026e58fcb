// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.sfn.SfnClient;
import tools.jackson.databind.json.JsonMapper;

/// Answers the callbacks whose tokens reach the echo server, each token until one answer is acknowledged. Each try has an
/// output of its own, so that the history shows which one was taken.
final class TortureAnswers implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LATE_ONE_IN = 7;
    private static final Duration LATE = Duration.ofSeconds(13);
    private static final Duration SOON = Duration.ofMillis(1_200);

    private final TortureClient client;
    private final Path calls;
    private final Queue<String> faults;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final Map<String, Integer> tried = new ConcurrentHashMap<>();
    private volatile boolean over;

    TortureAnswers(TortureClient client, Path calls, Queue<String> faults) {
        this.client = client;
        this.calls = calls;
        this.faults = faults;
    }

    void begin() {
        threads.execute(this::watch);
    }

    private void watch() {
        try (var reader = Files.newBufferedReader(calls)) {
            while (!over) {
                var line = whole(reader);
                if (line.contains("/invocations")) {
                    var body = JSON.readTree(JSON.readTree(line).path("body").stringValue());
                    var token = body.path("token").stringValue();
                    if (seen.add(token)) {
                        threads.execute(() -> answer(token, body.path("execution").stringValue()));
                    }
                }
            }
        } catch (Exception problem) {
            faults.add("the calls could not be read: " + problem);
        }
    }

    /// The next line, once it is written to its end; empty when the watch is over.
    private String whole(BufferedReader reader) throws Exception {
        var line = new StringBuilder();
        while (!over) {
            int next = reader.read();
            if (next == '\n') {
                return line.toString();
            }
            if (next >= 0) {
                line.append((char) next);
            } else {
                LockSupport.parkNanos(20_000_000);
            }
        }
        return "";
    }

    private void answer(String token, String execution) {
        boolean late = Math.floorMod(token.hashCode(), LATE_ONE_IN) == 0;
        LockSupport.parkNanos(late ? LATE.toNanos() : Math.floorMod(token.hashCode(), SOON.toNanos()));
        try {
            client.ask((SfnClient sfn) -> {
                int number = tried.merge(execution, 1, Integer::sum);
                sfn.sendTaskSuccess(request -> request.taskToken(token).output("{\"try\":" + number + "}"));
                taken.put(execution, number);
                return true;
            }, Torture.PATIENCE);
        } catch (TortureClient.Refused refused) {
            if (refused.unanswered == 0) {
                faults.add(execution + ": the only answer was refused: " + refused.getMessage());
            }
        } catch (RuntimeException unanswered) {
            faults.add(execution + ": a callback was never taken: " + unanswered);
        }
    }

    /// Whether an execution may have ended with that answer: the one that was acknowledged, or, where none was, one of
    /// those that were sent.
    boolean fits(String execution, int number) {
        var acknowledged = taken.get(execution);
        return acknowledged != null
                ? acknowledged == number
                : number >= 1 && number <= tried.getOrDefault(execution, 0);
    }

    void finish() {
        over = true;
        threads.close();
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
