// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import org.jspecify.annotations.Nullable;

/// The one virtual thread on which something goes on until it is closed. Its body asks {@link #goesOn} before each round.
/// Thread-safe.
final class BackgroundLoop implements AutoCloseable {

    private volatile @Nullable Thread thread;

    void start(String name, Runnable body) {
        // known before it runs, because it ends when it is not the one that is known
        var started = Thread.ofVirtual().name(name).unstarted(body);
        thread = started;
        started.start();
    }

    /// Whether the calling thread, which is that of the loop, is to begin another round.
    boolean goesOn() {
        return thread == Thread.currentThread() && !Thread.currentThread().isInterrupted();
    }

    /// Interrupts the thread; there is no other round.
    @Override
    public void close() {
        var running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }
}
