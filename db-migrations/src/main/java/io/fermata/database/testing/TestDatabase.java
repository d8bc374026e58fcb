// SPDX-License-Identifier: Apache-2.0
package io.fermata.database.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.fermata.database.DatabaseAddress;
import io.fermata.database.Databases;
import io.fermata.database.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// A schema of its own for a test class, on a real server. Use it as the `DataSource`; `close()` drops the schema.
///
/// The server is the one of `FERMATA_TEST_DATABASE_URL` (signed in by `FERMATA_TEST_DATABASE_USERNAME` and `_PASSWORD`), else a MySQL container where Docker
/// answers, else the embedded server in the build root's `target` directory. There is one server for a JVM; any thread may use it.
public final class TestDatabase extends DelegatingDataSource implements AutoCloseable {

    private static final int CONNECTIONS = 10;
    private static final int LONGEST_NAME = 40;
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final HikariDataSource pool;
    private final DatabaseAddress address;
    private final String schema;

    private TestDatabase(HikariDataSource pool, DatabaseAddress address, String schema) {
        super(pool);
        this.pool = pool;
        this.address = address;
        this.schema = schema;
    }

    /// A schema with all tables and no rows.
    public static TestDatabase fresh(Class<?> test) {
        TestDatabase database = empty(test);
        Migrations.apply(database);
        return database;
    }

    /// A schema without tables.
    public static TestDatabase empty(Class<?> test) {
        String name = test.getSimpleName().toLowerCase(Locale.ROOT).replaceAll("\\W", "");
        String schema = "t_" + name.substring(0, Math.min(LONGEST_NAME, name.length())) + "_"
                + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
        TestServer server = TestServer.running();
        server.execute("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
        DatabaseAddress address = server.address(schema);
        return new TestDatabase(new HikariDataSource(Databases.pool(schema, address, CONNECTIONS)), address, schema);
    }

    /// The address, for code that opens connections of its own.
    public DatabaseAddress address() {
        return address;
    }

    /// Runs one statement, outside any transaction.
    ///
    /// @throws IllegalStateException if the server refuses it
    public void execute(String sql) {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /// Closes the connections and drops the schema.
    @Override
    public void close() {
        pool.close();
        TestServer.running().execute("DROP DATABASE " + schema);
    }
}
