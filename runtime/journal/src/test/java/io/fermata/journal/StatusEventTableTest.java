// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.journal.StatusEventTable.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Status changes in the commits of their steps, on a real database.
class StatusEventTableTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    private TestDatabase database;
    private JournalFixture fixture;
    private GroupCommit commits;
    private StatusEventTable table;
    private TransactionTemplate transaction;

    @BeforeEach
    void start() {
        database = TestDatabase.fresh(StatusEventTableTest.class);
        fixture = new JournalFixture(database);
        commits = new GroupCommit(database, "a");
        commits.start();
        commits.noteStatusChangesOf(Set.of(fixture.tenant));
        table = new StatusEventTable(database);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    }

    @AfterEach
    void stop() {
        commits.close();
        database.close();
    }

    private List<Waiting> waiting() {
        return transaction.execute(_ -> table.claim(100));
    }

    private Append end(long epoch, long executionNo, int step, ExecutionStatus status) {
        return new Append(JournalFixture.SHARD, epoch, fixture.tenant, executionNo, null,
                new Append.StepRow(step, step, step, AT, new byte[]{1}), new Append.Change(status, AT, null, step),
                null,
                null);
    }

    @Test
    void notesBeginningAndEndInTheirOrder() throws Exception {
        long epoch = fixture.own("a", Duration.ofSeconds(60));
        commits.append(fixture.start(epoch, 7)).join();
        commits.append(fixture.append(epoch, 7, 2, null, new byte[]{1})).join();
        commits.append(end(epoch, 7, 3, ExecutionStatus.FAILED)).join();

        var first = waiting();
        assertThat(first).singleElement().satisfies(one -> {
            assertThat(one.status()).isEqualTo(ExecutionStatus.RUNNING);
            assertThat(one.step()).isEqualTo(1);
            assertThat(one.ends()).isFalse();
        });
        table.delete(first);

        assertThat(waiting()).singleElement().isEqualTo(
                new Waiting(fixture.tenant, 7, 3, true, ExecutionStatus.FAILED, AT, 0));
    }

    @Test
    void notesBothOfAStepThatBeginsAndEnds() throws Exception {
        long epoch = fixture.own("a", Duration.ofSeconds(60));
        var start = fixture.start(epoch, 7);
        commits.append(new Append(start.shard(), epoch, fixture.tenant, 7, start.start(), start.row(),
                new Append.Change(ExecutionStatus.SUCCEEDED, AT, null, 3), null, null)).join();

        var first = waiting();
        table.delete(first);

        assertThat(first).extracting(Waiting::status).containsExactly(ExecutionStatus.RUNNING);
        assertThat(waiting()).extracting(Waiting::status).containsExactly(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void notesNothingOfTenantsToWhichNobodyListens() throws Exception {
        long epoch = fixture.own("a", Duration.ofSeconds(60));
        commits.noteStatusChangesOf(Set.of());
        commits.append(fixture.start(epoch, 7)).join();
        commits.append(end(epoch, 7, 2, ExecutionStatus.SUCCEEDED)).join();

        assertThat(waiting()).isEmpty();
    }

    @Test
    void notesNothingOfAStepThatIsNotWritten() throws Exception {
        long epoch = fixture.own("a", Duration.ofSeconds(60));
        fixture.own("b", Duration.ofSeconds(60));

        assertThatThrownBy(() -> commits.append(fixture.start(epoch, 7)).join())
                .hasCauseInstanceOf(LeaseLostException.class);

        assertThat(waiting()).isEmpty();
    }

    @Test
    void givesToOneTransactionWhatAnotherDoesNotHold() throws Exception {
        long epoch = fixture.own("a", Duration.ofSeconds(60));
        commits.append(fixture.start(epoch, 7)).join();
        commits.append(end(epoch, 7, 2, ExecutionStatus.SUCCEEDED)).join();

        transaction.executeWithoutResult(_ -> {
            assertThat(table.claim(1)).extracting(Waiting::executionNo).containsExactly(7L);
            var other = new TransactionTemplate(transaction.getTransactionManager());
            other.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
            assertThat(other.<List<Waiting>>execute(_ -> table.claim(100))).isEmpty();
            commits.append(fixture.start(epoch, 8)).join();
            assertThat(other.<List<Waiting>>execute(_ -> table.claim(100))).extracting(Waiting::executionNo)
                    .containsExactly(8L);
        });
    }

    @Test
    void keepsBackTheLaterChangesOfAnExecutionWhoseFirstIsPostponed() throws Exception {
        long epoch = fixture.own("a", Duration.ofSeconds(60));
        commits.append(fixture.start(epoch, 7)).join();
        commits.append(end(epoch, 7, 2, ExecutionStatus.SUCCEEDED)).join();

        table.postpone(waiting().getFirst(), Duration.ofMinutes(1));

        assertThat(waiting()).isEmpty();
    }
}
