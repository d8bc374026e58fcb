// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import static io.fermata.catalog.StateMachinesTest.SUCCEED;
import static io.fermata.catalog.StateMachinesTest.asked;
import static io.fermata.catalog.StateMachinesTest.definition;
import static io.fermata.catalog.StateMachinesTest.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.tenancy.Remembered;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// How old what is known of a live machine may be.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownMachinesTest {

    private CatalogFixture fixture;

    @BeforeAll
    void start() {
        fixture = new CatalogFixture(KnownMachinesTest.class);
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aChangeMadeHereIsSeenAtOnce() {
        fixture.machines.create(fixture.acme, asked("changed"));
        fixture.machines.findKnown(fixture.acme, "changed");

        var updated = stored(fixture.machines.update(fixture.acme, "changed", definition(SUCCEED)));

        assertThat(fixture.machines.findKnown(fixture.acme, "changed")).contains(updated);
    }

    @Test
    void aDeletionMadeHereIsSeenAtOnceAndSoIsTheNextMachineOfThatName() {
        var first = stored(fixture.machines.create(fixture.acme, asked("again")));
        fixture.machines.findKnown(fixture.acme, "again");

        fixture.machines.delete(fixture.acme, "again");
        assertThat(fixture.machines.findKnown(fixture.acme, "again").map(StateMachine::status))
                .contains(StateMachine.Status.DELETING);

        fixture.machines.bury(fixture.acme, first.id());
        assertThat(fixture.machines.findKnown(fixture.acme, "again")).isEmpty();

        var second = stored(fixture.machines.create(fixture.acme, asked("again")));
        assertThat(fixture.machines.findKnown(fixture.acme, "again")).contains(second);
    }

    @Test
    void anotherTenantsMachineOfThatNameIsNotFound() {
        fixture.machines.create(fixture.acme, asked("mine"));
        fixture.machines.findKnown(fixture.acme, "mine");

        assertThat(fixture.machines.findKnown(fixture.other, "mine")).isEmpty();
    }

    @Test
    void anotherNodesChangeIsSeenAfterASecond() {
        var now = new AtomicLong();
        var known = new KnownMachines(now::get);
        var old = stored(fixture.machines.create(fixture.acme, asked("elsewhere")));
        known.find(fixture.acme, "elsewhere", () -> Optional.of(old));
        var updated = stored(fixture.machines.update(fixture.acme, "elsewhere", definition(SUCCEED)));

        now.addAndGet(Remembered.STALE.toNanos() - 1);
        assertThat(known.find(fixture.acme, "elsewhere", () -> Optional.of(updated))).contains(old);

        now.addAndGet(1);
        assertThat(known.find(fixture.acme, "elsewhere", () -> Optional.of(updated))).contains(updated);
    }

    @Test
    void thatAMachineIsMissingIsAskedEachTime() {
        var known = new KnownMachines(() -> 0);
        var asked = new AtomicInteger();

        for (int i = 0; i < 3; i++) {
            known.find(fixture.acme, "none", () -> {
                asked.incrementAndGet();
                return Optional.empty();
            });
        }

        assertThat(asked).hasValue(3);
    }
}
