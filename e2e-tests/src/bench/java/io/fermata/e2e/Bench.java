// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// Measures the workloads W1 to W7 and prints one line of JSON for each. The load comes from this process, whose time does
/// not count; `docs/operations/performance.md` says what the numbers mean.
final class Bench {

    /// How long executions must be quiet to leave memory, and the look for them to come round.
    private static final Duration EVICTED = Duration.ofSeconds(20);

    private static final String PAST = "2026-01-01T00:00:00Z";
    private static final String PASS = "\"Type\":\"Pass\"";
    private static final String[] POOL = {"--innodb-buffer-pool-size=2G", "--innodb-log-file-size=1G"};

    private final BenchOptions options;
    private final Target target;
    private final Meter meter;

    private Bench(BenchOptions options, Target target, Meter meter) {
        this.options = options;
        this.target = target;
        this.meter = meter;
    }

    /// @param arguments see {@link BenchOptions}
    public static void main(String[] arguments) throws Exception {
        var options = BenchOptions.of(arguments);
        for (var through : new String[]{"api", "engine"}) {
            if (!options.through().contains(through) || !options.wantsMoreThan("W7")) {
                continue;
            }
            try (var database = Database.start(POOL)) {
                measure(options, database, through);
            }
        }
        if (options.wants("W7") && options.through().contains("api")) {
            try (var database = Database.start(POOL)) {
                TakeOver.measure(options, database);
            }
        }
        System.exit(0);
    }

    private static void measure(BenchOptions options, Database database, String through) throws Exception {
        var schema = database.schema();
        try (var target = through.equals("api")
                ? new ApiTarget(schema, database.pid(), options)
                : new EngineTarget(schema, database.pid());
                var connection = DriverManager.getConnection(schema.url(), schema.user(), schema.password())) {
            new Bench(options, target, new Meter(target.processes(), connection)).run();
        }
    }

    private void run() throws Exception {
        if (options.wants("W1")) {
            closed("W1", options.clients(), 5, sequence(5));
        }
        if (options.wants("W2")) {
            closed("W2", options.clients(), 10, parallel(10));
        }
        if (options.wants("W3")) {
            closed("W3_c1", 1, 1, sequence(1));
            closed("W3_c64", 64, 1, sequence(1));
        }
        if (options.wants("W4")) {
            closed("W4", options.clients(), 50, calls(50));
        }
        if (options.wants("W5")) {
            parked();
            timers();
        }
        if (options.wants("W6")) {
            stored();
        }
    }

    private static String sequence(int states) {
        var text = new StringJoiner(",", "{\"StartAt\":\"S0\",\"States\":{", "}}");
        for (int i = 0; i < states; i++) {
            text.add("\"S" + i + "\":{" + PASS + "," + next(i, states) + "}");
        }
        return text.toString();
    }

    private static String next(int i, int states) {
        return i == states - 1 ? "\"End\":true" : "\"Next\":\"S" + (i + 1) + "\"";
    }

    private static String parallel(int branches) {
        var text = new StringJoiner(",");
        for (int i = 0; i < branches; i++) {
            text.add("{\"StartAt\":\"B" + i + "\",\"States\":{\"B" + i + "\":{" + PASS + ",\"End\":true}}}");
        }
        return "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Parallel\",\"End\":true,\"Branches\":[" + text
                + "]}}}";
    }

    private String calls(int states) throws Exception {
        var text = new StringJoiner(",", "{\"StartAt\":\"S0\",\"States\":{", "}}");
        for (int i = 0; i < states; i++) {
            text.add("\"S" + i + "\":" + target.callingState(next(i, states)));
        }
        return text.toString();
    }

    private static String one(String state) {
        return "{\"StartAt\":\"S\",\"States\":{\"S\":" + state + "}}";
    }

    private void closed(String workload, int clients, int steps, String definition) throws Exception {
        var machine = target.create(workload.toLowerCase(Locale.ROOT), definition);
        ClosedLoop.Work work = _ -> target.awaitEnd(target.start(machine, options.input(PAST)));
        ClosedLoop.round(clients, options.warm(), work);
        double storedBefore = meter.storedBytes();
        var machineBefore = Meter.machine();
        var before = meter.read();
        var rounds = ClosedLoop.rounds(clients, options.seconds(), work);
        var after = meter.read();
        var machineAfter = Meter.machine();
        var values = new LinkedHashMap<String, Object>();
        values.put("clients", clients);
        values.put("n", rounds.done());
        values.put("exec_per_s", rounds.median().rate());
        values.put("steps_per_s", rounds.median().rate() * steps);
        values.put("rate_min", rounds.slowest());
        values.put("rate_max", rounds.fastest());
        values.put("p50_ms", rounds.median().p50());
        values.put("p99_ms", rounds.median().p99());
        values.putAll(before.perExecution(after, rounds.done()));
        values.put("stored_bytes_per_exec", (meter.storedBytes() - storedBefore) / Math.max(1, rounds.done()));
        print(workload, values, machineBefore, machineAfter);
    }

    private void print(String workload, Map<String, Object> values, double[] before, double[] after)
            throws Exception {
        values.put("heap_mb", target.heapMegabytes());
        values.put("rss_mb", meter.residentMegabytes("server"));
        values.put("machine_busy", Meter.busy(before, after));
        values.put("load_average", Double.valueOf(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]));
        System.out.println(Meter.line(workload, target.name(), values));
    }

    /// Something done once for each of many.
    private void batch(String workload, int count, Map<String, Object> more, ClosedLoop.Work work) throws Exception {
        var machineBefore = Meter.machine();
        var before = meter.read();
        double rate = ClosedLoop.each(options.clients(), count, work);
        var values = new LinkedHashMap<String, Object>();
        values.put("n", count);
        values.put("exec_per_s", rate);
        values.putAll(before.perExecution(meter.read(), count));
        values.putAll(more);
        print(workload, values, machineBefore, Meter.machine());
    }

    private void parked() throws Exception {
        var machine = target.create("w5-park", one(target.parkingState()));
        int n = options.parked();
        for (int i = 0; i < 200; i++) { // a little warmth
            target.start(machine, "{}");
            target.complete(target.token());
        }
        double bytes = meter.storedBytes();
        double rss = meter.residentMegabytes("server");
        double heap = target.heapMegabytes();
        var tokens = new String[n];
        batch("W5_park", n, new LinkedHashMap<>(), i -> {
            target.start(machine, options.input("never"));
            tokens[i] = target.token();
        });
        Thread.sleep(EVICTED.toMillis());
        var grown = new LinkedHashMap<String, Object>();
        grown.put("stored_bytes_per_parked", (meter.storedBytes() - bytes) / n);
        grown.put("rss_bytes_per_parked", (meter.residentMegabytes("server") - rss) * 1_048_576 / n);
        grown.put("heap_bytes_per_parked", (target.heapMegabytes() - heap) * 1e6 / n);
        batch("W5_resume", n, grown, i -> target.complete(tokens[i]));
    }

    /// Executions that are all due at one moment. The rate is that of their ends from then on.
    private void timers() throws Exception {
        var machine = target.create("w5-timers",
                one("{\"Type\":\"Wait\",\"TimestampPath\":\"$.until\",\"End\":true}"));
        int n = options.timers();
        target.awaitEnd(target.start(machine, options.input(PAST)));
        double rate = ClosedLoop.each(options.clients(), 200,
                _ -> target.awaitEnd(target.start(machine, options.input(PAST))));
        var due = Instant.now().plusSeconds(5 + (long) (1.5 * n / rate)).truncatedTo(ChronoUnit.SECONDS);
        double startRate = ClosedLoop.each(options.clients(), n, _ -> target.start(machine,
                options.input(due.toString())));
        var left = Duration.between(Instant.now(), due);
        Thread.sleep(Math.max(0, left.toMillis()));
        var machineBefore = Meter.machine();
        var before = meter.read();
        while (meter.number("SELECT COUNT(*) FROM execution WHERE status = 'RUNNING'") > 0) {
            Thread.sleep(100);
        }
        double seconds = meter.number("SELECT TIMESTAMPDIFF(MICROSECOND, '" + due.toString().replaceAll("[TZ]", " ")
                + "', MAX(stopped_at)) / 1000000 FROM execution");
        var values = new LinkedHashMap<String, Object>();
        values.put("n", n);
        values.put("exec_per_s", n / seconds);
        values.put("seconds_to_the_last", seconds);
        values.put("starts_per_s", startRate);
        values.put("all_started_before_due", Boolean.toString(left.isPositive()));
        values.putAll(before.perExecution(meter.read(), n));
        print("W5_timers", values, machineBefore, Meter.machine());
    }

    /// The same load on an empty database and on one with many finished executions.
    private void stored() throws Exception {
        var machine = target.create("w6", sequence(5));
        ClosedLoop.Work work = _ -> target.awaitEnd(target.start(machine, options.input(PAST)));
        ClosedLoop.round(options.clients(), options.warm(), work);
        var empty = ClosedLoop.rounds(options.clients(), options.seconds(), work);
        long begun = System.nanoTime();
        double bytes = meter.storedBytes();
        meter.multiplyTheLast(options.stored());
        var values = new LinkedHashMap<String, Object>();
        values.put("stored", options.stored());
        values.put("fill_seconds", (System.nanoTime() - begun) / 1e9);
        values.put("stored_bytes_each", (meter.storedBytes() - bytes) / options.stored());
        ClosedLoop.round(options.clients(), options.warm() / 2, work);
        var machineBefore = Meter.machine();
        var before = meter.read();
        var full = ClosedLoop.rounds(options.clients(), options.seconds(), work);
        values.put("exec_per_s_empty", empty.median().rate());
        values.put("exec_per_s", full.median().rate());
        values.put("ratio", full.median().rate() / empty.median().rate());
        values.putAll(before.perExecution(meter.read(), full.done()));
        print("W6", values, machineBefore, Meter.machine());
    }
}
