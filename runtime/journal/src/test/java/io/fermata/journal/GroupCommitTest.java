// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.database.testing.TestDatabase;
import java.time.Duration;
import io.fermata.tenancy.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The one writer: fenced, batching, and honest about what it could not write.
class GroupCommitTest {

    private static final Duration LEASE = Duration.ofSeconds(60);

    private TestDatabase database;
    private CutCommits connections;
    private JournalFixture fixture;
    private GroupCommit commits;

    @BeforeEach
    void start() {
        database = TestDatabase.fresh(GroupCommitTest.class);
        fixture = new JournalFixture(database);
        connections = new CutCommits(database);
        commits = new GroupCommit(connections, "a");
        commits.start();
    }

    @AfterEach
    void stop() {
        commits.close();
        database.close();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void writesManyAppendsInFewCommits() throws Exception {
        long epoch = fixture.own("a", LEASE);
        var all = new ArrayList<CompletableFuture<Void>>();

        for (int i = 1; i <= 300; i++) {
            all.add(commits.append(fixture.start(epoch, i)));
        }
        all.forEach(CompletableFuture::join);

        assertThat(fixture.rows()).isEqualTo(300);
        assertThat(commits.metrics().appends()).isEqualTo(300);
        assertThat(commits.metrics().batches()).isLessThan(300);
    }

    @Test
    void knowsWhatIsDurableOfAStartBeforeItsCallerIsTold() throws Exception {
        long epoch = fixture.own("a", LEASE);

        var known = commits.append(fixture.start(epoch, 1))
                .thenApply(_ -> commits.recent().find(fixture.tenant, 1, "e1")).join();

        assertThat(known).hasValueSatisfying(one -> assertThat(one.row().executionNo()).isEqualTo(1));
    }

    @Test
    void knowsNothingOfAStartThatWasNotWritten() throws Exception {
        fixture.own("b", LEASE);

        var refused = commits.append(fixture.start(1, 1));

        assertThatThrownBy(refused::join).hasCauseInstanceOf(LeaseLostException.class);
        assertThat(commits.recent().find(fixture.tenant, 1, "e1")).isEmpty();
    }

    @Test
    void writesATenantsOneAppendAheadOfAnothersThousand() throws Exception {
        long epoch = fixture.own("a", LEASE);
        var quiet = new TenantId(fixture.tenant.value() + 1);
        var order = Collections.synchronizedList(new ArrayList<TenantId>());
        var held = new CountDownLatch(1);
        var holding = commits.perform(_ -> await(held));
        var all = new ArrayList<CompletableFuture<Void>>();

        for (int i = 1; i <= 1_000; i++) {
            all.add(commits.append(fixture.start(epoch, i)).thenRun(() -> order.add(fixture.tenant)));
        }
        var one = new Append(JournalFixture.SHARD, epoch, quiet, 5_000, null,
                new Append.StepRow(1, 1, 1, JournalFixture.AT, new byte[]{1}), null, null, null);
        all.add(commits.append(one).thenRun(() -> order.add(quiet)));
        held.countDown();
        holding.join();
        all.forEach(CompletableFuture::join);

        assertThat(order.indexOf(quiet)).isLessThan(500);
    }

    @Test
    void hasNoRoomForATenantWhoseBytesFillItsShare() throws Exception {
        long epoch = fixture.own("a", LEASE);
        var held = new CountDownLatch(1);
        var holding = commits.perform(_ -> await(held));
        long tenant = fixture.tenant.value();
        assertThat(commits.hasRoom(tenant)).isTrue();

        var large = commits.append(fixture.append(epoch, 1, 1, fixture.start(epoch, 1).start(), new byte[5 << 20]));

        assertThat(commits.hasRoom(tenant)).isFalse();
        assertThat(commits.hasRoom(tenant + 1)).isTrue();
        held.countDown();
        holding.join();
        large.join();
        assertThat(commits.hasRoom(tenant)).isTrue();
    }

    @Test
    void refusesAWriterWhoseEpochIsOver() throws Exception {
        long epoch = fixture.own("a", LEASE);
        commits.append(fixture.start(epoch, 1)).join();
        fixture.own("b", LEASE);

        var late = commits.append(fixture.append(epoch, 1, 2, null, new byte[]{1}));

        assertThatThrownBy(late::join).isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LeaseLostException.class);
        assertThat(fixture.rows()).isEqualTo(1);
    }

    @Test
    void refusesTheOldEpochOfItsOwnName() throws Exception {
        long old = fixture.own("a", LEASE);
        fixture.own("a", LEASE);

        var late = commits.append(fixture.start(old, 1));

        assertThatThrownBy(late::join).hasCauseInstanceOf(LeaseLostException.class);
        assertThat(fixture.rows()).isZero();
    }

    @Test
    void setsOneUnwritableAppendAsideAndWritesTheRest() throws Exception {
        long epoch = fixture.own("a", LEASE);
        commits.append(fixture.start(epoch, 5)).join();
        var all = new ArrayList<CompletableFuture<Void>>();

        for (int i = 1; i <= 9; i++) { // the fifth is there already
            all.add(commits.append(fixture.start(epoch, i)));
        }

        for (int i = 1; i <= 9; i++) {
            var written = all.get(i - 1);
            if (i == 5) {
                assertThatThrownBy(written::join).hasCauseInstanceOf(RefusedException.class);
            } else {
                written.join();
            }
        }
        assertThat(fixture.rows()).isEqualTo(9);
    }

    @Test
    void goesOnAfterItsConnectionWasCut() throws Exception {
        long epoch = fixture.own("a", LEASE);
        commits.append(fixture.start(epoch, 1)).join();
        long session = commits.perform(connection -> {
            try (var select = connection.prepareStatement("SELECT CONNECTION_ID()"); var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }).join();

        database.execute("KILL " + session);

        commits.append(fixture.append(epoch, 1, 2, null, new byte[]{1})).join();
        assertThat(fixture.rows()).isEqualTo(2);
    }

    @Test
    void aNamedStartOfATakenNameWritesNothing() throws Exception {
        long epoch = fixture.own("a", LEASE);
        var first = fixture.start(epoch, 1);
        var second = fixture.append(epoch, 2, 1, first.start(), new byte[]{9});

        assertThat(commits.start(first).join()).isTrue();
        assertThat(commits.start(second).join()).isFalse();

        assertThat(fixture.rows()).isEqualTo(1);
    }

    @Test
    void aTakenNameFailsNobodyElsesStartInItsBatch() throws Exception {
        long epoch = fixture.own("a", LEASE);
        commits.start(fixture.start(epoch, 1)).join();
        var begun = new ArrayList<CompletableFuture<Boolean>>();
        var first = fixture.start(epoch, 1);

        for (int i = 2; i <= 60; i++) { // each third has the name of the first, and another each fifth's
            var start = i % 3 == 0 ? first.start() : i % 5 == 0 ? fixture.start(epoch, 2).start() : null;
            begun.add(commits.start(start == null
                    ? fixture.start(epoch, i)
                    : fixture.append(epoch, i, 1, start, new byte[]{9})));
        }

        for (int i = 2; i <= 60; i++) {
            assertThat(begun.get(i - 2).join()).as("start %s", i).isEqualTo(i % 3 != 0 && i % 5 != 0);
        }
        assertThat(fixture.rows()).isEqualTo(1 + begun.stream().filter(CompletableFuture::join).count());
    }

    @Test
    void namedStartsShareACommit() throws Exception {
        long epoch = fixture.own("a", LEASE);
        var begun = new ArrayList<CompletableFuture<Boolean>>();

        for (int i = 1; i <= 300; i++) {
            begun.add(commits.start(fixture.start(epoch, i)));
        }

        assertThat(begun).allMatch(CompletableFuture::join);
        assertThat(commits.metrics().batches()).isLessThan(300);
    }

    @Test
    void aNamedStartWhoseAnswerWasLostIsKnownToHaveTakenPlace() throws Exception {
        long epoch = fixture.own("a", LEASE);
        commits.append(fixture.start(epoch, 1)).join();
        connections.cutAfterTheNext();

        var begun = commits.start(fixture.start(epoch, 2)).join();

        assertThat(begun).isTrue();
        assertThat(fixture.rows()).isEqualTo(2);
    }

    @Test
    void aNamedStartThatWasCutOffIsWrittenAgain() throws Exception {
        long epoch = fixture.own("a", LEASE);
        commits.append(fixture.start(epoch, 1)).join();
        connections.cutTheNext(() -> {
        });

        var begun = commits.start(fixture.start(epoch, 2)).join();

        assertThat(begun).isTrue();
        assertThat(fixture.rows()).isEqualTo(2);
    }

    @Test
    void anAppendWhoseAnswerWasLostIsNotWrittenTwice() throws Exception {
        long epoch = fixture.own("a", LEASE);
        commits.append(fixture.start(epoch, 1)).join();
        connections.cutAfterTheNext();

        commits.append(fixture.append(epoch, 1, 2, null, new byte[]{7})).join();

        assertThat(fixture.rows()).isEqualTo(2);
    }

    @Test
    void theStepOfANewOwnerIsNotTakenForTheOneThatWasCutOff() throws Exception {
        long epoch = fixture.own("a", LEASE);
        commits.append(fixture.start(epoch, 1)).join();
        connections.cutTheNext(() -> fixture.writeAs("b", fixture.append(0, 1, 2, null, new byte[]{9})));

        var late = commits.append(fixture.append(epoch, 1, 2, null, new byte[]{7}));

        assertThatThrownBy(late::join).hasCauseInstanceOf(LeaseLostException.class);
        assertThat(fixture.rows()).isEqualTo(2);
    }

    @Test
    void theFirstAnswerToAMessageStands() throws Exception {
        long epoch = fixture.own("a", LEASE);
        long message = fixture.message(1);

        commits.append(fixture.answer(epoch, 1, message, "ACCEPTED")).join();
        commits.append(fixture.answer(epoch, 1, message, "TASK_TIMED_OUT")).join();

        assertThat(new Inbox(database, fixture.codec).answer(fixture.tenant, message)).contains("ACCEPTED");
    }

    @Test
    void refusesWorkAfterItHasStopped() throws Exception {
        long epoch = fixture.own("a", LEASE);
        commits.close();

        assertThatThrownBy(commits.append(fixture.start(epoch, 1))::join).hasMessageContaining("stopped");
    }
}
