// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;

/// What kinds of failures a MySQL-protocol database reports.
final class SqlErrors {

    private static final int DEADLOCK = 1213;
    private static final int LOCK_WAIT = 1205;
    private static final int DUPLICATE = 1062;

    private SqlErrors() {}

    /// Whether the same statements may succeed when sent again.
    static boolean worthRepeating(SQLException problem) {
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
