// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Reads what processes and the database have used so far. A measurement is the difference of two readings.
final class Meter {

    private static final double TICKS_PER_SECOND = 100;
    private static final int PAGE = 16_384;
    private static final int BATCH = 10_000;

    private final Map<String, Long> processes;
    private final Connection database;

    /// @param processes names and process ids whose time is to be known
    Meter(Map<String, Long> processes, Connection database) {
        this.processes = processes;
        this.database = database;
    }

    /// What had been used at a moment: seconds of processors by process, statements, commits, bytes of the redo log, bytes
    /// of pages.
    record Reading(Map<String, Double> seconds, Map<String, Double> status) {

        /// What one of so many executions has used since.
        Map<String, Double> perExecution(Reading later, long executions) {
            double n = Math.max(1, executions);
            var used = new LinkedHashMap<String, Double>();
            double all = 0;
            for (var name : seconds.keySet()) {
                double millis = (later.seconds.get(name) - seconds.get(name)) * 1_000 / n;
                used.put("cpu_ms_per_exec_" + name, millis);
                all += millis;
            }
            used.put("cpu_ms_per_exec", all);
            status.forEach((name, before) -> used.put(name, (later.status.get(name) - before) / n));
            return used;
        }
    }

    Reading read() throws IOException, SQLException {
        var seconds = new LinkedHashMap<String, Double>();
        for (var process : processes.entrySet()) {
            seconds.put(process.getKey(), processorSeconds(process.getValue()));
        }
        var names = Map.of("Questions", "statements_per_exec", "Handler_commit", "commits_per_exec",
                "Innodb_os_log_written", "redo_bytes_per_exec", "Innodb_data_written", "data_bytes_per_exec",
                "Innodb_data_fsyncs", "fsyncs_per_exec");
        var status = new TreeMap<String, Double>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("SHOW GLOBAL STATUS")) {
            while (rows.next()) {
                var name = names.get(rows.getString(1));
                if (name != null) {
                    status.put(name, Double.parseDouble(rows.getString(2)));
                }
            }
        }
        return new Reading(seconds, status);
    }

    private static double processorSeconds(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /// Bytes in pages with rows, of the tables of executions and their journals with all indexes.
    double storedBytes() throws SQLException {
        try (var statement = database.createStatement()) {
            try (var analyzed = statement.executeQuery("ANALYZE TABLE execution, journal")) {
                while (analyzed.next()) {
                    // what it says does not matter
                }
            }
            try (var row = statement.executeQuery("SELECT SUM(stat_value) FROM mysql.innodb_index_stats "
                    + "WHERE database_name = DATABASE() AND table_name IN ('execution', 'journal') "
                    + "AND stat_name = 'n_leaf_pages'")) {
                row.next();
                return row.getDouble(1) * PAGE;
            }
        }
    }

    double number(String sql) throws SQLException {
        try (var statement = database.createStatement(); var row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }

    /// Writes the last finished execution, row and journal, so many times more, as if it had run a month ago.
    void multiplyTheLast(int times) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE digit (d INT)");
            statement.execute("INSERT INTO digit VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
            statement.execute("CREATE TEMPORARY TABLE number (k INT PRIMARY KEY)");
            statement.execute("CREATE TEMPORARY TABLE tens AS SELECT d FROM digit");
            statement.execute("CREATE TEMPORARY TABLE hundreds AS SELECT d FROM digit");
            statement.execute("CREATE TEMPORARY TABLE thousands AS SELECT d FROM digit");
            statement.execute("INSERT INTO number SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d "
                    + "FROM digit a, tens b, hundreds c, thousands e");
            long last = (long) number("SELECT MAX(execution_no) FROM execution WHERE stopped_at IS NOT NULL");
            long first = last - (30L * 86_400_000 << 22);
            for (int done = 0; done < times; done += BATCH) {
                int count = Math.min(BATCH, times - done);
                var number = "(" + first + " + (n.k + " + done + ") * 65536)";
                statement.execute("INSERT INTO execution (execution_no, tenant_id, shard, state_machine_id, revision_id, "
                        + "name, status, started_at, stopped_at, wake_at, started_by, last_event) SELECT " + number
                        + ", e.tenant_id, (" + number + " >> 16) & 63, e.state_machine_id, e.revision_id, UUID(), "
                        + "e.status, e.started_at - INTERVAL 30 DAY, e.stopped_at - INTERVAL 30 DAY, NULL, e.started_by, "
                        + "e.last_event FROM execution e, number n WHERE e.execution_no = " + last + " AND n.k < " + count);
                statement.execute("INSERT INTO journal SELECT " + number + ", j.step, j.tenant_id, j.first_event, "
                        + "j.last_event, j.at, j.payload FROM journal j, number n WHERE j.execution_no = " + last
                        + " AND n.k < " + count);
            }
        }
    }

    /// Megabytes of memory that a process holds.
    double residentMegabytes(String process) throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/" + processes.get(process) + "/status"))) {
            if (line.startsWith("VmRSS")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return -1;
    }

    /// How busy the machine was between two looks at `/proc/stat`, 0 to 1.
    static double busy(double[] before, double[] after) {
        return (after[0] - before[0]) / Math.max(1, after[1] - before[1]);
    }

    static double[] machine() throws IOException {
        var fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split("\\s+");
        double busy = 0;
        double all = 0;
        for (int i = 1; i <= 8; i++) {
            double value = Double.parseDouble(fields[i]);
            all += value;
            busy += i == 4 || i == 5 ? 0 : value;
        }
        return new double[]{busy, all};
    }

    /// One line of JSON.
    static String line(String workload, String through, Map<String, ?> values) {
        var line = new StringBuilder("{\"workload\":\"" + workload + "\",\"through\":\"" + through + "\"");
        values.forEach((name, value) -> line.append(",\"").append(name).append("\":").append(switch (value) {
            case Double number -> String.format(Locale.ROOT, "%.3f", number);
            case Number number -> number.toString();
            case Object text -> "\"" + text + "\"";
        }));
        return line.append('}').toString();
    }
}
