// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may own a shard, and what happens to an owner that is stuck.
class ShardLeasesTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private TestDatabase database;

    @BeforeEach
    void start() {
        database = TestDatabase.fresh(ShardLeasesTest.class);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void twoNodesNeverOwnTheSameShard() throws Exception {
        var a = new ShardLeases("a", LONG, database);
        var b = new ShardLeases("b", LONG, database);

        try (var one = connection(); var other = connection()) {
            var first = a.acquire(one, 40);
            var second = b.acquire(other, 64);

            assertThat(first).hasSize(40);
            assertThat(second).hasSize(24);
            assertThat(first.stream().map(ShardLeases.Lease::shard))
                    .doesNotContainAnyElementsOf(second.stream().map(ShardLeases.Lease::shard).toList());
        }
    }

    @Test
    void aLeaseThatIsRenewedIsNotTaken() throws Exception {
        var a = new ShardLeases("a", LONG, database);

        try (var one = connection(); var other = connection()) {
            a.acquire(one, 64);
            var owned = a.renew(one, 77);
            one.commit();

            assertThat(owned).hasSize(64);
            assertThat(new ShardLeases("b", LONG, database).acquire(other, 64)).isEmpty();
        }
    }

    @Test
    void anEndedLeaseIsTakenUnderAHigherEpochThatKnowsTheLastNumber() throws Exception {
        var a = new ShardLeases("a", LONG, database);
        try (var one = connection(); var other = connection()) {
            var before = a.acquire(one, 1).getFirst();
            a.renew(one, 1234);
            one.commit();
            database.execute("UPDATE shard SET expires_at = NOW(6) - INTERVAL 1 SECOND WHERE owner = 'a'");

            var after = new ShardLeases("b", LONG, database).acquire(other, 64).stream()
                    .filter(lease -> lease.shard() == before.shard()).findFirst().orElseThrow();

            assertThat(after.epoch()).isGreaterThan(before.epoch());
            assertThat(after.lastExecutionNo()).isEqualTo(1234);
        }
    }

    @Test
    void anOwnerThatFrozeInACommitLosesItsSession() throws Exception {
        var a = new ShardLeases("a", LONG, database);
        var b = new ShardLeases("b", LONG, database);
        var frozen = connection(); // the server closes it
        try (var other = connection()) {
            var lease = a.acquire(frozen, 1).getFirst();
            database.execute("UPDATE shard SET expires_at = NOW(6) - INTERVAL 1 SECOND WHERE owner = 'a'");
            ShardLeases.lockedEpochs(frozen, "a", List.of(lease.shard())); // a commit begins, and never ends

            var first = b.acquire(other, 64);
            var again = b.acquire(other, 64);

            assertThat(first.size() + again.size()).isEqualTo(64);
            assertThat(frozen.isValid(1)).isFalse();
        }
    }

    @Test
    void whatAProcessDoesNotHoldThoughTheDatabaseSaysSoIsGivenBack() throws Exception {
        var a = new ShardLeases("a", LONG, database);
        try (var one = connection(); var other = connection()) {
            var held = a.acquire(one, 64).stream().map(ShardLeases.Lease::shard).filter(shard -> shard != 5)
                    .collect(Collectors.toSet());

            var left = a.releaseUnheld(one, a.renew(one, 1), held);
            one.commit();

            assertThat(left).containsOnlyKeys(held);
            assertThat(new ShardLeases("b", LONG, database).acquire(other, 64)).extracting(ShardLeases.Lease::shard)
                    .containsExactly(5);
        }
    }

    private Connection connection() throws Exception {
        var connection = database.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }
}
