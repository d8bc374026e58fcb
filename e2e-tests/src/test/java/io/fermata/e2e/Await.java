// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for a condition, never for a time.
final class Await {

    private Await() {}

    static void until(String what, Duration atMost, Callable<Boolean> condition) {
        value(what, atMost, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    static <T> T value(String what, Duration atMost, Callable<Optional<T>> source) {
        long end = System.nanoTime() + atMost.toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                var value = source.call();
                if (value.isPresent()) {
                    return value.get();
                }
            } catch (Exception notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("not within " + atMost.toSeconds() + " s: " + what, last);
    }
}
