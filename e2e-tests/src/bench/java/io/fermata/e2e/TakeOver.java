// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// W7: one of two nodes is killed with many executions in memory, all due within a second; the other goes on with them. What
/// counts is when they end.
final class TakeOver {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int WARMING = 2_000;
    private static final String PAST = "2026-01-01T00:00:00Z";
    private static final String WAIT = "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Wait\",\"TimestampPath\":\"$.until\",\"End\":true}}}";

    private final BenchOptions options;
    private final Database.Schema schema;

    private TakeOver(BenchOptions options, Database.Schema schema) {
        this.options = options;
        this.schema = schema;
    }

    static void measure(BenchOptions options, Database database) throws Exception {
        var schema = database.schema();
        var bench = new TakeOver(options, schema);
        try (var dying = bench.node("bench-dying");
                var heir = bench.node("bench-heir");
                var connection = DriverManager.getConnection(schema.url(), schema.user(), schema.password())) {
            dying.awaitReady();
            heir.awaitReady();
            bench.run(dying, heir, new Meter(Map.of("server", heir.pid(), "database", database.pid()), connection));
        }
    }

    private Fermata node(String name) throws Exception {
        var command = new ArrayList<>(List.of(Fermata.java(), "-Xmx" + options.heap()));
        command.addAll(options.java());
        command.addAll(List.of("-jar", System.getProperty("fermata.jar")));
        int port = Database.freePort();
        return Fermata.launch(command, name, schema, port, "http://localhost:" + port,
                Map.of("FERMATA_SHARD_LEASE", options.lease() + "s"));
    }

    private void run(Fermata dying, Fermata heir, Meter meter) throws Exception {
        var clients = List.of(client(dying), client(heir));
        var machine = JSON.readTree(clients.getFirst().ask("CreateStateMachine", JSON.writeValueAsString(
                JSON.createObjectNode().put("name", "w7").put("definition", WAIT).put("roleArn",
                        "arn:aws:iam::" + Fermata.ACCOUNT + ":role/bench"))))
                .path("stateMachineArn").stringValue();
        Await.until("both nodes to have shards", PATIENCE, () -> meter.number(
                "SELECT MIN(n) FROM (SELECT COUNT(*) n FROM shard WHERE owner LIKE 'bench-%' GROUP BY owner) o") > 20);
        for (var client : clients) {
            ClosedLoop.each(options.clients(), WARMING, _ -> start(client, machine, PAST));
        }
        Await.until("the first ones to end", PATIENCE, () -> running(meter) == 0);
        int n = options.resident();
        var due = Instant.now().plusMillis(5_000 + n).truncatedTo(ChronoUnit.SECONDS);
        ClosedLoop.each(options.clients(), n, _ -> start(clients.getFirst(), machine, due.toString()));
        var left = Duration.between(Instant.now(), due).minusSeconds(1);
        Thread.sleep(Math.max(0, left.toMillis()));
        var machineBefore = Meter.machine();
        var before = meter.read();
        var killed = Instant.now();
        dying.kill();
        Await.until("all to end", PATIENCE, () -> running(meter) == 0);
        var values = new LinkedHashMap<String, Object>();
        values.put("n", n);
        values.put("lease_seconds", options.lease());
        values.put("all_started_before_the_kill", Boolean.toString(left.isPositive()));
        values.put("seconds_to_the_first", meter.number(ended(killed, "MIN")));
        values.put("seconds_to_the_last", meter.number(ended(killed, "MAX")));
        values.putAll(before.perExecution(meter.read(), n));
        values.put("rss_mb", meter.residentMegabytes("server"));
        values.put("machine_busy", Meter.busy(machineBefore, Meter.machine()));
        System.out.println(Meter.line("W7", "api", values));
    }

    private static double running(Meter meter) throws Exception {
        return meter.number("SELECT COUNT(*) FROM execution WHERE status = 'RUNNING'");
    }

    private static String ended(Instant killed, String which) {
        var at = "'" + killed.truncatedTo(ChronoUnit.MILLIS).toString().replaceAll("[TZ]", " ") + "'";
        return "SELECT TIMESTAMPDIFF(MICROSECOND, " + at + ", " + which
                + "(stopped_at)) / 1000000 FROM execution WHERE stopped_at > " + at;
    }

    private static SignedClient client(Fermata node) {
        return new SignedClient("http://127.0.0.1:" + node.port(), Fermata.KEY, Fermata.SECRET);
    }

    private void start(SignedClient client, String machine, String until) throws Exception {
        client.ask("StartExecution", JSON.writeValueAsString(JSON.createObjectNode().put("stateMachineArn", machine)
                .put("input", options.input(until))));
    }
}
