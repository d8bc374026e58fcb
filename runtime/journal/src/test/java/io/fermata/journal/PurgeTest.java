// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Finished executions go when their time is over; what runs, and what is young, stays.
class PurgeTest {

    @Test
    void deletesAJournalThatIsLongerThanOneStatementMayDelete() throws Exception {
        try (var database = TestDatabase.fresh(PurgeTest.class); var commits = new GroupCommit(database, "a")) {
            var fixture = new JournalFixture(database);
            commits.start();
            long epoch = fixture.own("a", Duration.ofSeconds(60));
            long old = ExecutionNo.first(JournalFixture.AT, JournalFixture.SHARD);
            commits.append(fixture.start(epoch, old)).join();
            var steps = new ArrayList<CompletableFuture<Void>>();
            for (int step = 2; step <= 2_500; step++) {
                steps.add(commits.append(fixture.append(epoch, old, step, null, new byte[]{1})));
            }
            steps.forEach(CompletableFuture::join);
            commits.append(new Append(JournalFixture.SHARD, epoch, fixture.tenant, old, null, null,
                    new Append.Change(ExecutionStatus.SUCCEEDED, ExecutionNo.at(old), null, 2), null, null)).join();

            assertThat(new Purge(database).run(fixture.tenant, JournalFixture.AT.plus(Duration.ofDays(90)), 10))
                    .isEqualTo(1);

            assertThat(fixture.rows()).isZero();
        }
    }

    @Test
    void deletesOldFinishedExecutionsInBatchesAndNothingElse() throws Exception {
        try (var database = TestDatabase.fresh(PurgeTest.class); var commits = new GroupCommit(database, "a")) {
            var fixture = new JournalFixture(database);
            commits.start();
            long epoch = fixture.own("a", Duration.ofSeconds(60));
            long old = ExecutionNo.first(JournalFixture.AT, JournalFixture.SHARD);
            long young = ExecutionNo.first(JournalFixture.AT.plus(Duration.ofDays(100)), JournalFixture.SHARD);
            for (long number : new long[]{old, old + 1, old + 2, young}) {
                commits.append(fixture.start(epoch, number)).join();
            }
            for (long number : new long[]{old, old + 1, young}) { // the third goes on running
                commits.append(new Append(JournalFixture.SHARD, epoch, fixture.tenant, number, null, null,
                        new Append.Change(ExecutionStatus.SUCCEEDED, ExecutionNo.at(number), null, 2), null, null))
                        .join();
            }
            var purge = new Purge(database);
            var before = JournalFixture.AT.plus(Duration.ofDays(90));

            assertThat(purge.run(fixture.tenant, before, 1)).isEqualTo(1);
            assertThat(purge.run(fixture.tenant, before, 10)).isEqualTo(1);
            assertThat(purge.run(fixture.tenant, before, 10)).isZero();

            assertThat(new ExecutionTable(database)
                    .list(fixture.tenant, new ExecutionTable.Filter(null, null, null), 10).stream()
                    .map(ExecutionRow::executionNo)).containsExactly(young, old + 2);
            assertThat(fixture.rows()).isEqualTo(2);
        }
    }
}
