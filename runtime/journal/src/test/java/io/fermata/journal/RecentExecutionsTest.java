// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.ExecutionStatus;
import io.fermata.tenancy.TenantId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What a node still knows of what it wrote.
class RecentExecutionsTest {

    private static final TenantId TENANT = new TenantId(1);
    private static final long MACHINE = 5;
    private static final byte[] FIRST = {1};
    private static final byte[] LAST = {2};

    private final AtomicLong now = new AtomicLong();
    private final RecentExecutions recent = new RecentExecutions(now::get);

    private static Append start(ExecutionStatus status) {
        return append(new Append.NewExecution(MACHINE, 6, "e", JournalFixture.AT, "me", null, null, Qualifier.NONE), 1,
                FIRST, new Append.Change(status, status.closed() ? JournalFixture.AT : null, null, 4));
    }

    private static Append append(Append.NewExecution start, int step, byte[] payload, Append.Change change) {
        return new Append(JournalFixture.SHARD, 3, TENANT, 77, start, new Append.StepRow(step, step, step,
                JournalFixture.AT, payload), change, null, null);
    }

    private static Append end(Append.Change change) {
        return new Append(JournalFixture.SHARD, 3, TENANT, 77, null, new Append.StepRow(2, 5, 9, JournalFixture.AT,
                LAST), change, null, null);
    }

    private Optional<RecentExecutions.Recent> found() {
        return recent.find(TENANT, MACHINE, "e");
    }

    @Test
    void aStartIsKnownWithItsFirstStepAndTheEpochOfItsShard() {
        recent.committed(start(ExecutionStatus.RUNNING));

        assertThat(found()).hasValueSatisfying(known -> {
            assertThat(known.row().executionNo()).isEqualTo(77);
            assertThat(known.row().status()).isEqualTo(ExecutionStatus.RUNNING);
            assertThat(known.shard()).isEqualTo(JournalFixture.SHARD);
            assertThat(known.epoch()).isEqualTo(3);
            assertThat(known.first()).isEqualTo(FIRST);
            assertThat(known.last()).isNull();
        });
    }

    @Test
    void anEndIsKnownWithTheStepThatHoldsIt() {
        recent.committed(start(ExecutionStatus.RUNNING));

        recent.committed(end(new Append.Change(ExecutionStatus.SUCCEEDED, JournalFixture.AT.plusSeconds(1), null, 9)));

        assertThat(found()).hasValueSatisfying(known -> {
            assertThat(known.row().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(known.row().stoppedAt()).isEqualTo(JournalFixture.AT.plusSeconds(1));
            assertThat(known.row().lastEvent()).isEqualTo(9);
            assertThat(known.first()).isEqualTo(FIRST);
            assertThat(known.last()).isEqualTo(LAST);
        });
    }

    @Test
    void whenARunningExecutionIsDueIsNoNews() {
        recent.committed(start(ExecutionStatus.RUNNING));
        var before = found();

        recent.committed(end(new Append.Change(ExecutionStatus.RUNNING, null, JournalFixture.AT, 9)));

        assertThat(found()).isEqualTo(before);
    }

    @Test
    void aRedrivenExecutionIsLeftToTheDatabase() {
        recent.committed(start(ExecutionStatus.FAILED));

        recent.committed(end(new Append.Change(ExecutionStatus.RUNNING, null, null, 9,
                new Append.Redrive(1, JournalFixture.AT, null))));

        assertThat(found()).isEmpty();
    }

    @Test
    void theEndOfAnExecutionWhoseStartIsForgottenIsNotKept() {
        recent.committed(start(ExecutionStatus.RUNNING));
        now.addAndGet(5_000_000_000L);

        recent.committed(end(new Append.Change(ExecutionStatus.SUCCEEDED, JournalFixture.AT, null, 9)));

        assertThat(found()).isEmpty();
    }

    @Test
    void anotherTenantFindsNothing() {
        recent.committed(start(ExecutionStatus.RUNNING));

        assertThat(recent.find(new TenantId(2), MACHINE, "e")).isEmpty();
    }
}
