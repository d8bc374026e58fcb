// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.util.concurrent.atomic.AtomicLong;

/// Counters of the journal's writer, read by the metrics endpoint. Thread-safe.
public final class CommitMetrics {

    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong appends = new AtomicLong();
    private volatile int lastBatch;

    void queued(int change) {
        queued.addAndGet(change);
    }

    void committed(int batch) {
        batches.incrementAndGet();
        appends.addAndGet(batch);
        lastBatch = batch;
    }

    /// Appends that wait to be durable.
    public long queued() {
        return queued.get();
    }

    /// Commits made.
    public long batches() {
        return batches.get();
    }

    /// Appends made durable.
    public long appends() {
        return appends.get();
    }

    /// How many appends the last commit held.
    public int lastBatch() {
        return lastBatch;
    }
}
