// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;

/// What kinds of failures a MySQL-protocol database reports.
final class SqlErrors {

    private static final int DEADLOCK = 1213;
    private static final int LOCK_WAIT = 1205;
    private static final int DUPLICATE = 1062;
    private static final int PACKET_TOO_LARGE = 1153;

    private SqlErrors() {}

    /// Whether the database refuses what the statements hold, so that they will never succeed: values that do not fit (class
    /// 22), keys that are taken (23), statements it does not understand (42), packets that are too large. Everything else
    /// is the server's trouble and passes: a full disk, a failover that made it read-only, a deadlock.
    static boolean dataRefused(SQLException problem) {
        var state = problem.getSQLState() == null ? "" : problem.getSQLState();
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("42")
                || problem.getErrorCode() == PACKET_TOO_LARGE || problem instanceof PacketTooBigException;
    }

    /// Whether the same statements may succeed when sent again at once.
    static boolean conflict(SQLException problem) {
        return problem.getErrorCode() == DEADLOCK || problem.getErrorCode() == LOCK_WAIT;
    }

    static boolean lockWait(SQLException problem) {
        return problem.getErrorCode() == LOCK_WAIT;
    }

    static boolean duplicate(SQLException problem) {
        return problem.getErrorCode() == DUPLICATE;
    }

    /// Whether the session is gone, so that nobody can say what became of its transaction.
    static boolean connectionLost(SQLException problem) {
        var state = problem.getSQLState();
        return problem instanceof SQLNonTransientConnectionException
                || problem instanceof SQLTransientConnectionException || state != null && state.startsWith("08")
                || problem.getErrorCode() == 1317 || problem.getErrorCode() == 1927 || problem.getErrorCode() == 1053;
    }
}
