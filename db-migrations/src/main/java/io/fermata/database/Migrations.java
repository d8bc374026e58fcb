// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings a schema to the state that this release needs. Forward only. Several nodes may call it at the same time: Flyway's
/// table lock lets one of them work while the others wait. The scripts name the collation `${collation}`.
public final class Migrations {

    private Migrations() {}

    /// The collation that compares by code point and does not ignore trailing spaces. MariaDB takes MySQL's name for one that does ignore them.
    static String collation(String serverVersion) {
        return serverVersion.contains("MariaDB") ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    }

    /// Applies what is missing and returns how many scripts ran, 0 when the schema was current.
    ///
    /// @throws FlywayException if the server does not answer, a script fails, or an applied script was changed
    public static int apply(DataSource database) {
        String collation;
        try (Connection connection = database.getConnection()) {
            collation = collation(connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException e) {
            throw new FlywayException("The database does not answer: " + e.getMessage(), e);
        }
        return Flyway.configure().dataSource(database).locations("classpath:db/migration")
                .placeholders(Map.of("collation", collation)).load()
                .migrate().migrationsExecuted;
    }
}
