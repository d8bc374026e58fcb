// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where workers' long polls wait between two looks at their queue: woken at once by an offer of this node, and after a
/// short while in any case because another node may have made one. Thread-safe.
final class ActivityPolls {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition offered = lock.newCondition();

    void wake() {
        lock.lock();
        try {
            offered.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for an offer, at most that long.
    void await(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            if (!offered.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return; // the caller looks again either way
            }
        } finally {
            lock.unlock();
        }
    }
}
