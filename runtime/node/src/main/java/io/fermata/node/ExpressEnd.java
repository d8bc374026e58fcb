// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How an Express execution ended.
///
/// @param status SUCCEEDED, FAILED, TIMED_OUT, or ABORTED for one that was cancelled
/// @param output null unless it succeeded
/// @param error null if it succeeded, timed out, or failed without an error
/// @param mostBytes the most data that it was seen to hold, in bytes of JSON text
/// @param events its first events, as many as the order wished to keep
public record ExpressEnd(ExecutionStatus status, @Nullable JsonNode output, @Nullable String error,
        @Nullable String cause, Instant startedAt, Instant stoppedAt, long mostBytes, List<Recorded> events) {

    public ExpressEnd {
        events = List.copyOf(events);
    }

    /// The duration as AWS bills it: in whole steps of 100 ms, one at least.
    public long billedMillis() {
        return steps(Duration.between(startedAt, stoppedAt).toMillis(), 100);
    }

    /// The memory as AWS bills it: in whole steps of 64 MB, one at least.
    public long billedMegabytes() {
        return steps(mostBytes, 64L << 20) >> 20;
    }

    private static long steps(long amount, long step) {
        return Math.max(1, Math.ceilDiv(amount, step)) * step;
    }
}
