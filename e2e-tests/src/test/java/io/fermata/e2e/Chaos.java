// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// Kills nodes and starts them again, cuts database connections, restarts the database: from its beginning to its end,
/// after which all is up and stays up.
final class Chaos implements AutoCloseable {

    private static final int NODES = 2;

    private final Database database;
    private final Database.Schema schema;
    private final List<String> command;
    private final List<Integer> ports;
    private final Map<String, String> environment;
    private final Random random;
    private final Fermata[] nodes = new Fermata[NODES];
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    int kills;
    int cuts;
    int restarts;

    Chaos(Database database, Database.Schema schema, List<String> command, List<Integer> ports,
            Map<String, String> environment, Random random) {
        this.command = command;
        this.database = database;
        this.schema = schema;
        this.ports = ports;
        this.environment = environment;
        this.random = random;
    }

    /// Starts all nodes.
    void startNodes() throws Exception {
        for (int i = 0; i < NODES; i++) {
            nodes[i] = launch(i);
        }
        for (var node : nodes) {
            node.awaitReady();
        }
    }

    private Fermata launch(int i) throws Exception {
        return Fermata.launch(command, "torture-" + i, schema, ports.get(i), "http://localhost:" + ports.get(i),
                environment);
    }

    /// Lets it loose for so long.
    void begin(Duration howLong) {
        var end = Instant.now().plus(howLong);
        threads.add(Thread.ofPlatform().name("kills").start(() -> until(end, 3_000, 8_000, this::killANode)));
        threads.add(Thread.ofPlatform().name("cuts").start(() -> until(end, 1_000, 4_000, this::cut)));
        long half = howLong.toMillis() / 2;
        threads.add(Thread.ofPlatform().name("restarts")
                .start(() -> until(end, half * 2 / 3, half * 2 / 3 + 1, this::restartTheDatabase)));
    }

    private interface Act {

        void run() throws Exception;
    }

    private void until(Instant end, long leastMillis, long mostMillis, Act act) {
        while (!over) {
            long pause;
            synchronized (random) {
                pause = random.nextLong(leastMillis, mostMillis);
            }
            if (Instant.now().plusMillis(pause).isAfter(end)) {
                return;
            }
            LockSupport.parkNanos(pause * 1_000_000);
            try {
                act.run();
            } catch (Exception | AssertionError problem) {
                System.out.println("chaos: " + Thread.currentThread().getName() + ": "
                        + String.valueOf(problem.getMessage()).lines().findFirst().orElse(""));
            }
        }
    }

    /// `kill -9` of one that is up, at times of one that is just starting; whatever is dead is started again.
    private void killANode() throws Exception {
        revive();
        int victim;
        boolean starting;
        synchronized (random) {
            victim = random.nextInt(NODES);
            starting = random.nextInt(5) == 0;
        }
        if (!nodes[victim].isReady() && !starting) {
            victim = (victim + 1) % NODES;
            if (!nodes[victim].isReady()) {
                return;
            }
        }
        nodes[victim].kill();
        kills++;
        revive();
    }

    private synchronized void revive() throws Exception {
        for (int i = 0; i < NODES; i++) {
            if (nodes[i].exitCode().isPresent()) {
                nodes[i] = launch(i);
            }
        }
    }

    /// Ends the sessions of the journals' writers, or of anybody, in the database.
    private void cut() throws SQLException {
        boolean writers;
        synchronized (random) {
            writers = random.nextBoolean();
        }
        var own = "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND db = DATABASE()";
        var sql = writers
                ? own + " AND id IN (SELECT connection_id FROM shard)"
                : own + " AND RAND() < 0.3";
        try (var connection = DriverManager.getConnection(schema.url() + "?connectTimeout=2000", schema.user(),
                schema.password()); var statement = connection.createStatement()) {
            var ids = new ArrayList<Long>();
            try (var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            for (long id : ids) {
                try {
                    statement.execute("KILL " + id);
                    cuts++;
                } catch (SQLException gone) {
                    // it ended by itself
                }
            }
        }
    }

    private void restartTheDatabase() throws Exception {
        if (!database.isOwn() || restarts == 2) {
            return;
        }
        database.restart(restarts == 1);
        restarts++;
    }

    /// Waits until nothing more happens, and all nodes are up.
    void awaitCalm() throws Exception {
        for (var thread : threads) {
            thread.join();
        }
        Await.until("both nodes to be up again", Duration.ofSeconds(180), () -> {
            revive();
            return Arrays.stream(nodes).allMatch(Fermata::isReady);
        });
    }

    @Override
    public void close() throws Exception {
        over = true;
        for (var thread : threads) {
            thread.join();
        }
        for (var node : nodes) {
            if (node != null) {
                node.close();
            }
        }
    }
}
