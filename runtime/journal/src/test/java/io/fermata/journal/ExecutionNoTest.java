// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Numbers that sort by time, say their shard, and never come twice.
class ExecutionNoTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");

    @Test
    void holdsTimeAndShard() {
        long number = ExecutionNo.first(AT, 63);

        assertThat(ExecutionNo.at(number)).isEqualTo(AT);
        assertThat(ExecutionNo.shard(number)).isEqualTo(63);
    }

    @Test
    void growsWithinAMillisecondAndBeyondItsEnd() {
        long last = ExecutionNo.first(AT, 5);
        for (int i = 0; i < 70_000; i++) {
            long next = ExecutionNo.next(last, AT, 5);
            assertThat(next).isGreaterThan(last);
            last = next;
        }

        assertThat(ExecutionNo.shard(last)).isEqualTo(5);
    }

    @Test
    void growsWhenTheClockGoesBack() {
        long last = ExecutionNo.first(AT, 5);

        assertThat(ExecutionNo.next(last, AT.minusSeconds(3600), 5)).isEqualTo(last + 1);
    }
}
