// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.time.Instant;

/// The number of an execution: 41 bits of milliseconds since 2020, 6 bits of shard, 16 bits of sequence. Sorts by start
/// time and says where the execution lives.
public final class ExecutionNo {

    /// How many shards there are; fixed for the life of a database.
    public static final int SHARDS = 64;

    private static final long EPOCH = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
    private static final int SEQUENCE_BITS = 16;
    private static final int SHARD_BITS = 6;

    private ExecutionNo() {}

    /// The first number of that millisecond and shard.
    public static long first(Instant at, int shard) {
        return (at.toEpochMilli() - EPOCH) << (SHARD_BITS + SEQUENCE_BITS) | (long) shard << SEQUENCE_BITS;
    }

    /// The number after that one on the same shard, in the given millisecond or later.
    public static long next(long last, Instant at, int shard) {
        long first = first(at, shard);
        if (first > last) {
            return first;
        }
        boolean full = (last & 0xFFFF) == 0xFFFF;
        return full ? first(at(last).plusMillis(1), shard) : last + 1;
    }

    /// The shard that a number belongs to, 0 to 63.
    public static int shard(long executionNo) {
        return (int) (executionNo >> SEQUENCE_BITS) & (SHARDS - 1);
    }

    /// When the number was given, to the millisecond.
    public static Instant at(long executionNo) {
        return Instant.ofEpochMilli((executionNo >> (SHARD_BITS + SEQUENCE_BITS)) + EPOCH);
    }
}
