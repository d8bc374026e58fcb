// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.ExecutionNo;
import java.time.Instant;

/// A shard that this node owns, under one epoch. Thread-safe.
final class Shard {

    final int id;
    final long epoch;
    private long lastExecutionNo;

    Shard(int id, long epoch, long lastExecutionNo) {
        this.id = id;
        this.epoch = epoch;
        this.lastExecutionNo = lastExecutionNo;
    }

    /// A number that no execution has.
    synchronized long nextExecutionNo(Instant now) {
        lastExecutionNo = ExecutionNo.next(lastExecutionNo, now, id);
        return lastExecutionNo;
    }

    synchronized long lastExecutionNo() {
        return lastExecutionNo;
    }
}
