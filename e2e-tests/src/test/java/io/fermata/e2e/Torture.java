// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// One run of the torture test: a calm look at how each workflow ends, executions under chaos, then the count of what
/// became of them.
final class Torture implements AutoCloseable {

    static final String PREFIX = "arn:aws:states:us-east-1:123456789012:";
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Pattern KEYS = Pattern
            .compile("AWS_ACCESS_KEY_ID=(\\S+) AWS_SECRET_ACCESS_KEY=(\\S+) AWS_DEFAULT_REGION");
    private static final int STARTERS = 8;

    private final int executions;
    private final Duration chaosTime;
    private final Random random;
    private final long seed;
    private final Database database;
    private final Database.Schema schema;
    private final Path calls;
    private final int echoPort;
    private final Process echo;
    private final List<Integer> ports;
    private final List<String> command;

    private final Map<Integer, String> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger repeatedStarts = new AtomicInteger();

    Torture(int executions, Duration chaosTime, long seed) throws Exception {
        this.executions = executions;
        this.chaosTime = chaosTime;
        this.seed = seed;
        this.random = new Random(seed);
        this.database = Database.start();
        this.schema = database.schema();
        this.calls = Path.of(System.getProperty("fermata.e2e.directory"), "torture-calls.txt");
        Files.deleteIfExists(calls);
        this.echoPort = Database.freePort();
        this.echo = TortureEcho.start(echoPort, calls);
        this.command = QuickStart.prepare("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        this.ports = List.of(Database.freePort(), Database.freePort());
    }

    /// What became of it.
    record Result(int acknowledged, int found, int repeatedStarts, int calls, int repeatedCalls, int kills, int cuts,
            int restarts, List<String> faults, long seed) {

        @Override
        public String toString() {
            return "torture: acknowledged=" + acknowledged + " starts-without-answer=" + repeatedStarts
                    + " executions-with-children=" + found + " calls=" + calls + " repeated-with-their-key="
                    + repeatedCalls + " kill-9=" + kills + " connections-cut=" + cuts + " database-restarts=" + restarts
                    + " faults=" + faults.size() + " seed=" + seed
                    + String.join("", faults.stream().limit(30).map(fault -> "\n  " + fault).toList());
        }
    }

    Result run() throws Exception {
        var keys = firstStart();
        var environment = Map.of("FERMATA_BOOTSTRAP_ACCOUNT_ID", "123456789012", "FERMATA_BOOTSTRAP_ACCESS_KEY_ID",
                keys.id, "FERMATA_BOOTSTRAP_SECRET_ACCESS_KEY", keys.secret, "FERMATA_BOOTSTRAP_AWS_ENDPOINT_URL",
                echoAddress(), "FERMATA_SHARD_LEASE", "3s", "FERMATA_EGRESS_ALLOW", "127.0.0.1:" + echoPort);
        try (var chaos = new Chaos(database, schema, command, ports, environment, random);
                var client = new TortureClient(ports, keys.id, keys.secret, random);
                var answers = new TortureAnswers(client, calls, faults)) {
            chaos.startNodes();
            create(client);
            answers.begin();
            var check = new TortureCheck(client, schema, calls, faults);
            check.learn(reference(client));
            chaos.begin(chaosTime);
            startAll(client);
            chaos.awaitCalm();
            int found = check.awaitAll(PATIENCE);
            answers.finish();
            check.everything(acknowledged, answers);
            return new Result(acknowledged.size(), found, repeatedStarts.get(), check.calls, check.repeatedCalls,
                    chaos.kills, chaos.cuts, chaos.restarts, List.copyOf(faults), seed);
        }
    }

    private record Keys(String id, String secret) {}

    /// The first start makes the sample tenant and prints its keys.
    private Keys firstStart() throws Exception {
        var sample = Map.of("FERMATA_BOOTSTRAP_ACCOUNT_ID", "", "FERMATA_BOOTSTRAP_SECOND_ACCOUNT_ID", "",
                "FERMATA_SAMPLE", "true");
        int port = Database.freePort();
        try (var first = Fermata.launch(command, "torture-first", schema, port, "http://localhost:" + port, sample)) {
            first.awaitReady();
            var printed = KEYS.matcher(first.log());
            if (!printed.find()) {
                throw new AssertionError("the keys were not printed at the first start");
            }
            return new Keys(printed.group(1), printed.group(2));
        }
    }

    private String echoAddress() {
        return "http://127.0.0.1:" + echoPort;
    }

    private void create(TortureClient client) throws Exception {
        var connection = "arn:aws:events:us-east-1:123456789012:connection/sample-service/"
                + schema.query("SELECT connection_uuid FROM connection");
        for (var shape : TortureShape.values()) {
            var definition = shape.definition(PREFIX + "stateMachine:", echoAddress(), connection);
            client.ask(sfn -> sfn.createStateMachine(request -> request.name(shape.machine()).definition(definition)
                    .roleArn("arn:aws:iam::123456789012:role/torture")), PATIENCE);
        }
    }

    /// One execution of each workflow while nothing is killed.
    private Map<TortureShape, String> reference(TortureClient client) {
        var arns = new HashMap<TortureShape, String>();
        for (var shape : TortureShape.values()) {
            arns.put(shape, start(client, shape, "calm-" + shape.machine(), 0).answer());
        }
        return arns;
    }

    private static TortureClient.Answered<String> start(TortureClient client, TortureShape shape, String name, int i) {
        return client.ask(sfn -> sfn.startExecution(request -> request.name(name).input("{\"i\":" + i + "}")
                .stateMachineArn(PREFIX + "stateMachine:" + shape.machine())).executionArn(), PATIENCE);
    }

    /// Spreads the starts over the time of the chaos. Every fourth has a generated name, the others are repeated under
    /// their own until there is an answer.
    private void startAll(TortureClient client) throws InterruptedException {
        var shapes = List.of(TortureShape.values()).stream().filter(TortureShape::isStarted).toList();
        long begun = System.nanoTime();
        long step = chaosTime.toNanos() * 9 / 10 / executions;
        var next = new AtomicInteger();
        var done = new CountDownLatch(STARTERS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < STARTERS; t++) {
                threads.execute(() -> {
                    int i;
                    while ((i = next.getAndIncrement()) < executions) {
                        LockSupport.parkNanos(begun + step * i - System.nanoTime());
                        startOne(client, shapes.get(i % shapes.size()), i);
                    }
                    done.countDown();
                });
            }
            done.await();
        }
    }

    private void startOne(TortureClient client, TortureShape shape, int i) {
        var name = Optional.of("named-" + i).filter(_ -> i % 4 > 0);
        try {
            var answered = start(client, shape, name.orElse(null), i);
            repeatedStarts.addAndGet(answered.unanswered());
            acknowledged.put(i, answered.answer());
        } catch (TortureClient.Refused refused) {
            repeatedStarts.addAndGet(refused.unanswered);
            if (refused.code.equals("ExecutionAlreadyExists") && name.isPresent() && refused.unanswered > 0) {
                // an earlier try, whose answer was lost, took place and has ended
                acknowledged.put(i, PREFIX + "execution:" + shape.machine() + ":" + name.get());
            } else {
                faults.add("start " + i + " was refused: " + refused.getMessage());
            }
        } catch (RuntimeException unanswered) {
            faults.add("start " + i + " was never answered: " + unanswered);
        }
    }

    @Override
    public void close() throws Exception {
        echo.destroyForcibly();
        database.close();
    }
}
