// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Transactions that the database may choose as the victim of a deadlock: nothing of such a one has happened, so it is run
/// again, a few times. What is run must do nothing but statements. Inside another transaction nothing is run again, because
/// the outer one is lost with it. Any thread.
final class RepeatedTransactions implements TransactionOperations {

    private static final int MOST_RUNS = 5;

    private final TransactionOperations once;

    RepeatedTransactions(TransactionOperations once) {
        this.once = once;
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) throws TransactionException {
        boolean inside = TransactionSynchronizationManager.isActualTransactionActive();
        for (int run = 1;; run++) {
            try {
                return once.execute(action);
            } catch (PessimisticLockingFailureException victim) {
                if (inside || run == MOST_RUNS) {
                    throw victim;
                }
            }
        }
    }
}
