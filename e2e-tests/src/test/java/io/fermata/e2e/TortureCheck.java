// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import tools.jackson.databind.json.JsonMapper;

/// Looks at everything that is left behind: each execution in the database, whether its start was answered or not, its
/// end, its history, and the calls that it made.
final class TortureCheck {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int READERS = 8;

    private final TortureClient client;
    private final Database.Schema schema;
    private final Path callFile;
    private final Queue<String> faults;
    private final Map<TortureShape, Map<String, Integer>> shapes = new EnumMap<>(TortureShape.class);

    int calls;
    int repeatedCalls;

    TortureCheck(TortureClient client, Database.Schema schema, Path callFile, Queue<String> faults) {
        this.client = client;
        this.schema = schema;
        this.callFile = callFile;
        this.faults = faults;
    }

    private record Row(TortureShape shape, String name, String status, boolean setAside) {

        String arn() {
            return Torture.PREFIX + "execution:" + shape.machine() + ":" + name;
        }
    }

    /// Waits for the executions that ran in calm, and keeps what their histories look like.
    void learn(Map<TortureShape, String> arns) {
        for (var entry : arns.entrySet()) {
            Await.until(entry.getValue() + " to end", Duration.ofSeconds(60), () -> client.ask(sfn -> sfn
                    .describeExecution(request -> request.executionArn(entry.getValue())), Torture.PATIENCE).answer()
                    .statusAsString().equals(entry.getKey().status()));
            var history = client.history(entry.getValue(), Torture.PATIENCE);
            HistoryCheck.faults(history).forEach(fault -> faults.add("in calm, " + entry.getValue() + ": " + fault));
            shapes.put(entry.getKey(), HistoryCheck.shape(history));
        }
    }

    /// Waits until all have ended, at most so long without any progress.
    ///
    /// @return how many executions there are
    int awaitAll(Duration atMost) throws Exception {
        long before = Long.MAX_VALUE;
        long since = System.nanoTime();
        while (true) {
            var running = rows().stream().filter(row -> row.status.equals("RUNNING")).toList();
            if (running.isEmpty()) {
                return rows().size();
            }
            if (running.size() < before) {
                before = running.size();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > atMost.toNanos() / 4) {
                running.forEach(row -> faults.add("stands still: " + row.arn()));
                return rows().size();
            }
            Thread.sleep(200);
        }
    }

    private List<Row> rows() throws SQLException {
        var rows = new ArrayList<Row>();
        try (var connection = DriverManager.getConnection(schema.url(), schema.user(), schema.password());
                var statement = connection.createStatement();
                var found = statement.executeQuery("""
                        SELECT m.name, e.name, e.status, e.quarantined_at IS NOT NULL FROM execution e
                        JOIN state_machine m ON m.id = e.state_machine_id ORDER BY e.execution_no""")) {
            while (found.next()) {
                var machine = found.getString(1).toUpperCase(Locale.ROOT);
                if (List.of(TortureShape.values()).stream().anyMatch(shape -> shape.name().equals(machine))) {
                    rows.add(new Row(TortureShape.valueOf(machine), found.getString(2), found.getString(3),
                            found.getBoolean(4)));
                }
            }
        }
        return rows;
    }

    void everything(Map<Integer, String> acknowledged, TortureAnswers answers) throws Exception {
        var rows = rows();
        var arns = new HashSet<String>();
        rows.forEach(row -> arns.add(row.arn()));
        if (arns.size() != rows.size()) {
            faults.add((rows.size() - arns.size()) + " executions share their name with another");
        }
        acknowledged.forEach((i, arn) -> {
            if (!arns.contains(arn)) {
                faults.add("acknowledged and not there: " + arn);
            }
        });
        if (new HashSet<>(acknowledged.values()).size() != acknowledged.size()) {
            faults.add("two starts were answered with the same execution");
        }
        expect("0",
                "SELECT COUNT(*) FROM (SELECT execution_no, first_event FROM journal WHERE last_event >= first_event "
                        + "GROUP BY execution_no, first_event HAVING COUNT(*) > 1) twice",
                "steps written twice");
        children(rows);
        var keys = keys();
        try (var readers = Executors.newFixedThreadPool(READERS)) {
            var looks = rows.stream().<Future<?>>map(row -> readers.submit(() -> look(row, keys, answers))).toList();
            for (var look : looks) {
                try {
                    look.get();
                } catch (ExecutionException problem) {
                    faults.add("an execution could not be read: " + problem.getCause());
                }
            }
        }
    }

    private void expect(String value, String sql, String what) throws SQLException {
        var found = schema.query(sql);
        if (!value.equals(found)) {
            faults.add(what + ": " + found);
        }
    }

    private void children(List<Row> rows) {
        long parents = rows.stream().filter(row -> row.shape == TortureShape.PARENT).count();
        long children = rows.stream().filter(row -> row.shape == TortureShape.CHILD).count();
        if (children != parents + 1) { // one child was started in calm, by hand
            faults.add(parents + " parents have " + (children - 1) + " children");
        }
    }

    /// The keys of each execution's HTTP calls. The same key always came with the same body.
    private Map<String, Set<String>> keys() throws Exception {
        var keys = new HashMap<String, Set<String>>();
        var bodies = new HashMap<String, String>();
        for (var line : Files.readAllLines(callFile)) {
            var call = JSON.readTree(line);
            if (call.path("path").stringValue().contains("/invocations")) {
                continue;
            }
            calls++;
            var body = call.path("body").stringValue();
            var key = call.path("key").stringValue();
            if (!keys.computeIfAbsent(JSON.readTree(body).path("execution").stringValue(), _ -> new HashSet<>())
                    .add(key)) {
                repeatedCalls++;
            }
            if (!body.equals(bodies.computeIfAbsent(key, _ -> body))) {
                faults.add("the key " + key + " came with two bodies");
            }
        }
        return keys;
    }

    private void look(Row row, Map<String, Set<String>> keys, TortureAnswers answers) {
        var arn = row.arn();
        if (row.setAside) {
            faults.add("set aside: " + arn);
        }
        if (!row.status.equals(row.shape.status())) {
            faults.add(arn + " ended as " + row.status);
            return;
        }
        var execution = client.ask(sfn -> sfn.describeExecution(request -> request.executionArn(arn)),
                Torture.PATIENCE).answer();
        var history = client.history(arn, Torture.PATIENCE);
        HistoryCheck.faults(history).forEach(fault -> faults.add(arn + ": " + fault));
        var shape = HistoryCheck.shape(history);
        if (!shape.equals(shapes.get(row.shape))) {
            faults.add(arn + " went another way: " + difference(shape, shapes.get(row.shape)));
        }
        output(row, execution, answers);
        long attempts = history.stream().filter(TortureCheck::isHttpCall).count();
        int made = keys.getOrDefault(row.name, Set.of()).size();
        if (attempts != made) {
            faults.add(arn + " has " + attempts + " attempts of HTTP calls, and " + made + " keys were seen");
        }
    }

    private static boolean isHttpCall(HistoryEvent event) {
        return event.taskScheduledEventDetails() != null
                && event.taskScheduledEventDetails().resourceType().equals("http");
    }

    private void output(Row row, DescribeExecutionResponse execution, TortureAnswers answers) {
        if (row.shape == TortureShape.FAILURE) {
            if (!"Torture.Expected".equals(execution.error())) {
                faults.add(row.arn() + " failed with " + execution.error());
            }
            return;
        }
        int i = JSON.readTree(execution.input()).path("i").intValue(-1);
        var output = JSON.readTree(execution.output());
        if (output.path("i").intValue(-2) != i) {
            faults.add(row.arn() + " ended with " + execution.output() + " for " + execution.input());
        }
        if (row.shape == TortureShape.CALLBACK && !answers.fits(row.name,
                output.path("answer").path("try").intValue(-1))) {
            faults.add(row.arn() + " ended with an answer that was not acknowledged: " + execution.output());
        }
    }

    private static String difference(Map<String, Integer> is, Map<String, Integer> should) {
        var text = new StringBuilder();
        var all = new HashSet<>(is.keySet());
        all.addAll(should.keySet());
        for (var event : all) {
            int more = is.getOrDefault(event, 0) - should.getOrDefault(event, 0);
            if (more != 0) {
                text.append(more > 0 ? " +" : " ").append(more).append(' ').append(event).append(';');
            }
        }
        return text.toString();
    }
}
