// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one connection of a journal's writer, opened when it is wanted and after it was lost. Used by the writer's thread
/// alone.
final class JournalConnection {

    private static final Logger log = LoggerFactory.getLogger(JournalConnection.class);
    private static final long PAUSE_NANOS = 250_000_000;

    private final DataSource dataSource;
    private final String owner;
    private @Nullable Connection connection;

    JournalConnection(DataSource dataSource, String owner) {
        this.dataSource = dataSource;
        this.owner = owner;
    }

    /// The connection, without automatic commits.
    ///
    /// @throws SQLException after a pause, when the database cannot be reached
    Connection open() throws SQLException {
        var open = connection;
        if (open != null && !open.isClosed()) {
            return open;
        }
        try {
            open = dataSource.getConnection();
            open.setAutoCommit(false);
            ShardLeases.announceConnection(open, owner);
            open.commit();
            connection = open;
            return open;
        } catch (SQLException problem) {
            pause();
            throw problem;
        }
    }

    /// Waits a little before the database is asked again.
    void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /// Undoes what a problem has cut short.
    ///
    /// @return whether the connection is lost, so that nobody knows what became of a commit
    boolean rollback(SQLException problem) {
        if (SqlErrors.connectionLost(problem)) {
            log.warn("The journal's connection was lost: {}", problem.getMessage());
            drop();
            return true;
        }
        try {
            if (connection != null) {
                connection.rollback();
            }
            return false;
        } catch (SQLException worse) {
            problem.addSuppressed(worse);
            drop();
            return true;
        }
    }

    /// Lets go of the connection; the next one is another.
    void drop() {
        var old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException closing) {
                log.debug("Closing a broken connection failed", closing);
            }
        }
    }
}
