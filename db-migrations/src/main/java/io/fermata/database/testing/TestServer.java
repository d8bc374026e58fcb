// SPDX-License-Identifier: Apache-2.0
package io.fermata.database.testing;

import io.fermata.database.DatabaseAddress;
import io.fermata.database.EmbeddedDatabase;
import io.fermata.database.EmbeddedDatabase.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mysql.MySQLContainer;

/// The one server of this JVM's tests, started at first use. `url` ends with the slash before the schema's name; `options` begin with `?`.
record TestServer(String url, String options, String username, String password) {

    private static final String VARIABLE = "FERMATA_TEST_DATABASE_URL";

    static TestServer running() {
        return Holder.SERVER;
    }

    DatabaseAddress address(String schema) {
        return new DatabaseAddress(url + schema + options, username, password);
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url + options, username, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /// Reads the server from an address with or without a schema and options.
    static TestServer of(String address, String username, String password) {
        if (!address.startsWith("jdbc:mysql://")) {
            throw new IllegalArgumentException(VARIABLE + " must begin with jdbc:mysql:// and not be " + address);
        }
        int question = address.indexOf('?');
        String place = question < 0 ? address : address.substring(0, question);
        String options = question < 0 ? "" : address.substring(question);
        int slash = place.indexOf('/', "jdbc:mysql://".length());
        return new TestServer(slash < 0 ? place + "/" : place.substring(0, slash + 1), options, username, password);
    }

    private static TestServer choose(Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, "");
        if (!given.isEmpty()) {
            return of(given, environment.getOrDefault("FERMATA_TEST_DATABASE_USERNAME", "root"),
                    environment.getOrDefault("FERMATA_TEST_DATABASE_PASSWORD", ""));
        }
        return DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
    }

    @SuppressWarnings("resource")
    private static TestServer container() {
        MySQLContainer container = new MySQLContainer("mysql:8.4").withCommand("--max-allowed-packet=64M")
                .withUsername("root");
        container.start();
        return of(
                "jdbc:mysql://" + container.getHost() + ":" + container.getMappedPort(MySQLContainer.MYSQL_PORT)
                        + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                "root", container.getPassword());
    }

    @SuppressWarnings("resource")
    private static TestServer embedded() {
        try {
            EmbeddedDatabase database = EmbeddedDatabase.start(buildRoot().resolve("target").resolve("test-database"),
                    Durability.RELAXED);
            DatabaseAddress address = database.address("");
            return of(address.url(), address.username(), address.password());
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// The outermost folder with a `pom.xml` above the working directory, so that all modules share one server directory.
    private static Path buildRoot() {
        Path root = Path.of("").toAbsolutePath();
        for (Path parent = root.getParent(); parent != null
                && Files.exists(parent.resolve("pom.xml")); parent = parent.getParent()) {
            root = parent;
        }
        return root;
    }

    private static final class Holder {

        private static final TestServer SERVER = choose(System.getenv());
    }
}
