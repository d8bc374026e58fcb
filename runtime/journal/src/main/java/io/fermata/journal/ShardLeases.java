// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who owns which shard. A lease is a row with an owner, an epoch and an end by the database's clock. Taking a shard over
/// raises its epoch, which waits for the shared lock that a commit of the old owner may hold; an owner that holds it for
/// over a second, because it was stopped in the middle, loses its connection instead.
public final class ShardLeases {

    private static final Logger log = LoggerFactory.getLogger(ShardLeases.class);

    private final String owner;
    private final Duration duration;
    private final DataSource dataSource;

    /// @param owner name of this process, never used by another one
    /// @param duration how long a lease holds without being renewed
    /// @param dataSource for ending the connection of an owner that is stuck
    public ShardLeases(String owner, Duration duration, DataSource dataSource) {
        this.owner = owner;
        this.duration = duration;
        this.dataSource = dataSource;
    }

    /// A shard that is owned.
    ///
    /// @param lastExecutionNo no number up to this one may be given again
    public record Lease(int shard, long epoch, long lastExecutionNo) {}

    /// Prolongs all leases of this node and says which it still has. One statement for each shard would be too many: the
    /// numbers given are written for all shards at once, as the greatest of them.
    public Map<Integer, Long> renew(Connection connection, long lastExecutionNo) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE shard SET expires_at = NOW(6) + INTERVAL ? MICROSECOND,
                last_execution_no = GREATEST(last_execution_no, ?) WHERE owner = ?""")) {
            update.setLong(1, duration.toNanos() / 1_000);
            update.setLong(2, lastExecutionNo);
            update.setString(3, owner);
            update.executeUpdate();
        }
        return owned(connection);
    }

    /// Gives back what the database says is ours though this process does not hold it: the answer to taking it was lost.
    ///
    /// @param owned what {@link #renew} gave
    /// @param held the shards that this process holds
    /// @return what is left
    public Map<Integer, Long> releaseUnheld(Connection connection, Map<Integer, Long> owned, Set<Integer> held)
            throws SQLException {
        var left = new HashMap<>(owned);
        left.keySet().retainAll(held);
        release(connection, owned.keySet().stream().filter(shard -> !held.contains(shard)).toList());
        return left;
    }

    private Map<Integer, Long> owned(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT id, epoch FROM shard WHERE owner = ?")) {
            select.setString(1, owner);
            return epochs(select);
        }
    }

    /// Takes up to `most` shards that nobody owns, or whose lease has ended.
    public List<Lease> acquire(Connection connection, int most) throws SQLException {
        var free = new ArrayList<Integer>();
        try (var select = connection.prepareStatement(
                "SELECT id FROM shard WHERE owner IS NULL OR expires_at < NOW(6)"); var rows = select.executeQuery()) {
            while (rows.next()) {
                free.add(rows.getInt(1));
            }
        }
        Collections.shuffle(free);
        var leases = new ArrayList<Lease>();
        execute(connection, "SET SESSION innodb_lock_wait_timeout = 1");
        try {
            for (int shard : free.subList(0, Math.min(most, free.size()))) {
                take(connection, shard, leases);
            }
        } finally {
            execute(connection, "SET SESSION innodb_lock_wait_timeout = DEFAULT");
        }
        return leases;
    }

    private void take(Connection connection, int shard, List<Lease> leases) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE shard SET owner = ?, epoch = epoch + 1, connection_id = CONNECTION_ID(),
                expires_at = NOW(6) + INTERVAL ? MICROSECOND
                WHERE id = ? AND (owner IS NULL OR expires_at < NOW(6))""")) {
            update.setString(1, owner);
            update.setLong(2, duration.toNanos() / 1_000);
            update.setInt(3, shard);
            if (update.executeUpdate() == 0) {
                return;
            }
        } catch (SQLException problem) {
            if (!SqlErrors.lockWait(problem)) {
                throw problem;
            }
            connection.rollback();
            endStuckOwner(shard);
            return;
        }
        try (var select = connection.prepareStatement("SELECT epoch, last_execution_no FROM shard WHERE id = ?")) {
            select.setInt(1, shard);
            try (var row = select.executeQuery()) {
                row.next();
                leases.add(new Lease(shard, row.getLong(1), row.getLong(2)));
            }
        }
        connection.commit();
    }

    /// Ends the database session of an owner whose lease is over though it still holds its locks.
    private void endStuckOwner(int shard) throws SQLException {
        try (var own = dataSource.getConnection();
                var select = own.prepareStatement(
                        "SELECT owner, connection_id FROM shard WHERE id = ? AND expires_at < NOW(6)")) {
            select.setInt(1, shard);
            try (var row = select.executeQuery()) {
                if (row.next() && row.getLong(2) != 0) {
                    log.warn("Ended the session of an owner that is stuck: shard={} owner={}", shard,
                            row.getString(1));
                    execute(own, "KILL " + row.getLong(2));
                }
            }
        }
    }

    /// Gives shards back, so that another node may take them at once.
    public void release(Connection connection, List<Integer> shards) throws SQLException {
        if (shards.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement(
                "UPDATE shard SET owner = NULL, connection_id = NULL WHERE owner = ? AND id IN (" + marks(shards)
                        + ")")) {
            update.setString(1, owner);
            bind(update, 2, shards);
            update.executeUpdate();
        }
    }

    /// How many shards each node holds whose leases hold.
    public static Map<String, Integer> holders(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT owner, COUNT(*) FROM shard WHERE owner IS NOT NULL AND expires_at >= NOW(6) GROUP BY owner");
                var rows = select.executeQuery()) {
            var holders = new HashMap<String, Integer>();
            while (rows.next()) {
                holders.put(rows.getString(1), rows.getInt(2));
            }
            return holders;
        }
    }

    static Map<Integer, Long> lockedEpochs(Connection connection, String owner, List<Integer> shards)
            throws SQLException {
        try (var select = connection.prepareStatement("SELECT id, epoch FROM shard WHERE owner = ? AND id IN ("
                + marks(shards) + ") LOCK IN SHARE MODE")) {
            select.setString(1, owner);
            bind(select, 2, shards);
            return epochs(select);
        }
    }

    static void lockExclusively(Connection connection, List<Integer> shards) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT id, epoch FROM shard WHERE id IN (" + marks(shards) + ") ORDER BY id FOR UPDATE")) {
            bind(select, 1, shards);
            epochs(select);
        }
    }

    static void announceConnection(Connection connection, String owner) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE shard SET connection_id = CONNECTION_ID() WHERE owner = ?")) {
            update.setString(1, owner);
            update.executeUpdate();
        }
    }

    private static Map<Integer, Long> epochs(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            var epochs = new HashMap<Integer, Long>();
            while (rows.next()) {
                epochs.put(rows.getInt(1), rows.getLong(2));
            }
            return epochs;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String marks(List<Integer> shards) {
        return String.join(", ", Collections.nCopies(shards.size(), "?"));
    }

    private static void bind(PreparedStatement statement, int first, List<Integer> shards) throws SQLException {
        for (int i = 0; i < shards.size(); i++) {
            statement.setInt(first + i, shards.get(i));
        }
    }
}
