// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;

/// Builds the settings that every connection pool of Fermata has in common: READ COMMITTED, UTC, a pinned `sql_mode`,
/// microseconds kept, and multi-row inserts rewritten by the driver. Stateless; any thread.
public final class Databases {

    /// The `sql_mode` of every session, whatever the server's default is. The subset that MySQL 8.4+ and MariaDB 11.4+ both know.
    public static final String SQL_MODE = "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(10);

    private Databases() {}

    /// Settings of a pool with the given name and at most `size` connections (1 or more), all of them kept open.
    public static HikariConfig pool(String name, DatabaseAddress address, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(address.url());
        config.setUsername(address.username());
        config.setPassword(address.password());
        config.setMaximumPoolSize(size);
        apply(config);
        return config;
    }

    /// Puts the common settings on a pool whose address was set elsewhere, for example by `spring.datasource.*`.
    ///
    /// @throws IllegalArgumentException if the address is not a `jdbc:mysql:` one
    public static void apply(HikariConfig config) {
        String url = config.getJdbcUrl();
        if (url == null || !url.startsWith("jdbc:mysql:")) {
            throw new IllegalArgumentException(
                    "spring.datasource.url must begin with jdbc:mysql: (MariaDB is reached by the same driver)");
        }
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql("SET SESSION sql_mode = '" + SQL_MODE + "'");
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.addDataSourceProperty("connectionTimeZone", "UTC");
        config.addDataSourceProperty("forceConnectionTimeZoneToSession", "true");
        config.addDataSourceProperty("rewriteBatchedStatements", "true");
        config.addDataSourceProperty("cachePrepStmts", "true");
        config.addDataSourceProperty("prepStmtCacheSize", "500");
        config.addDataSourceProperty("prepStmtCacheSqlLimit", "8192");
        // nothing here sets a session's state past the driver, so it need not ask the server for it before each write
        config.addDataSourceProperty("useLocalSessionState", "true");
        config.addDataSourceProperty("cacheServerConfiguration", "true");
        config.addDataSourceProperty("tinyInt1isBit", "false");
        config.addDataSourceProperty("connectTimeout", "5000");
        config.addDataSourceProperty("tcpKeepAlive", "true");
    }
}
