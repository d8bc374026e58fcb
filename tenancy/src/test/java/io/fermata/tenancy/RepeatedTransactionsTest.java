// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class RepeatedTransactionsTest {

    private final AtomicInteger runs = new AtomicInteger();
    private final RepeatedTransactions transactions = new RepeatedTransactions(
            TransactionOperations.withoutTransaction());

    private String deadlocked(int times) {
        return transactions.execute(_ -> {
            if (runs.incrementAndGet() <= times) {
                throw new CannotAcquireLockException("Deadlock found when trying to get lock");
            }
            return "done";
        });
    }

    @Test
    void runsTheVictimOfADeadlockAgain() {
        assertThat(deadlocked(2)).isEqualTo("done");
        assertThat(runs).hasValue(3);
    }

    @Test
    void givesUpInTheEnd() {
        assertThatThrownBy(() -> deadlocked(100)).isInstanceOf(CannotAcquireLockException.class);
        assertThat(runs).hasValue(5);
    }

    @Test
    void leavesTheOuterTransactionToItsOwner() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            assertThatThrownBy(() -> deadlocked(1)).isInstanceOf(CannotAcquireLockException.class);
        } finally {
            TransactionSynchronizationManager.setActualTransactionActive(false);
        }
        assertThat(runs).hasValue(1);
    }
}
