// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.transaction.TransactionException;

/// Tells failures of the database that pass, such as a cut connection, a restart or a deadlock, from those that the same
/// statement will always meet.
final class DatabaseTrouble {

    private DatabaseTrouble() {}

    /// Whether the same may succeed later.
    static boolean passes(RuntimeException problem) {
        return switch (problem) {
            case DataIntegrityViolationException _,DataRetrievalFailureException _ -> false;
            case InvalidDataAccessApiUsageException _,InvalidDataAccessResourceUsageException _ -> false;
            case DataAccessException _,TransactionException _ -> true;
            default -> false;
        };
    }
}
