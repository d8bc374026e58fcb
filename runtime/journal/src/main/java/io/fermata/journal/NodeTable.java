// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The processes that run Fermata on this database.
public final class NodeTable {

    private final JdbcClient jdbc;

    public NodeTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /// A process.
    ///
    /// @param shards how many shards it owns
    public record NodeRow(String id, Instant startedAt, Instant seenAt, String version, int shards) {}

    /// All processes seen lately, with what they own.
    public List<NodeRow> all() {
        return jdbc.sql("""
                /* system */ SELECT id, started_at, seen_at, version,
                (SELECT COUNT(*) FROM shard WHERE shard.owner = node.id AND shard.expires_at >= NOW(6))
                FROM node ORDER BY started_at""")
                .query((row, _) -> new NodeRow(row.getString(1), row.getTimestamp(2).toInstant(),
                        row.getTimestamp(3).toInstant(), row.getString(4), row.getInt(5)))
                .list();
    }

    /// Says that the process is alive, and counts those that are.
    public static int beat(Connection connection, String id, String version, Duration lease) throws SQLException {
        try (var upsert = connection.prepareStatement("""
                INSERT INTO node (id, started_at, seen_at, version) VALUES (?, NOW(6), NOW(6), ?)
                ON DUPLICATE KEY UPDATE seen_at = VALUES(seen_at)""")) {
            upsert.setString(1, id);
            upsert.setString(2, version);
            upsert.executeUpdate();
        }
        try (var forget = connection.prepareStatement("DELETE FROM node WHERE seen_at < NOW(6) - INTERVAL 1 DAY")) {
            forget.executeUpdate();
        }
        try (var count = connection.prepareStatement(
                "SELECT COUNT(*) FROM node WHERE seen_at >= NOW(6) - INTERVAL ? MICROSECOND")) {
            count.setLong(1, lease.toNanos() / 1_000);
            try (var row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /// Strikes the process off the list.
    public static void leave(Connection connection, String id) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM node WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }
}
