// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import static io.fermata.catalog.StateMachinesTest.SUCCEED;
import static io.fermata.catalog.StateMachinesTest.asked;
import static io.fermata.catalog.StateMachinesTest.definition;
import static io.fermata.catalog.StateMachinesTest.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.catalog.Routing.Route;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What qualified names stand for.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetsTest {

    private final AtomicInteger chance = new AtomicInteger();
    private CatalogFixture fixture;
    private Targets targets;
    private StateMachine machine;

    @BeforeAll
    void start() {
        fixture = new CatalogFixture(TargetsTest.class);
        targets = new Targets(fixture.machines, fixture.versions, fixture.aliases, _ -> chance.get());
        fixture.machines.create(fixture.acme, asked("m"));
        fixture.versions.publish(fixture.acme, "m", Optional.empty(), "");
        fixture.machines.update(fixture.acme, "m", definition(SUCCEED));
        fixture.versions.publish(fixture.acme, "m", Optional.empty(), "");
        machine = stored(fixture.machines.update(fixture.acme, "m", definition(StateMachinesTest.PASS + " ")));
        fixture.aliases.create(fixture.acme, machine.id(), "live", "",
                new Routing(List.of(new Route(1, 90), new Route(2, 10))));
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aBareNameStandsForTheNewestRevision() {
        assertThat(targets.find(fixture.acme, "m")).contains(new Target(machine, machine.revision(), null, null));
    }

    @Test
    void aNumberStandsForThatVersion() {
        assertThat(targets.find(fixture.acme, "m:2")).hasValueSatisfying(target -> {
            assertThat(target.revision().definition()).isEqualTo(SUCCEED);
            assertThat(target.version()).isEqualTo(2);
            assertThat(target.alias()).isNull();
        });
    }

    @Test
    void anAliasChoosesByWeight() {
        chance.set(89);
        assertThat(targets.find(fixture.acme, "m:live").map(Target::version)).contains(1);
        chance.set(90);
        assertThat(targets.find(fixture.acme, "m:live")).hasValueSatisfying(target -> {
            assertThat(target.version()).isEqualTo(2);
            assertThat(target.revision().definition()).isEqualTo(SUCCEED);
            assertThat(target.alias()).isEqualTo("live");
        });
    }

    @Test
    void nothingElseStandsForAnything() {
        for (var name : List.of("", "x", "m:", "m:3", "m:0", "m:01", "m:+1", "m:1:1", "m:99999999999", "m:other", "x:1",
                "m/label")) {
            assertThat(targets.find(fixture.acme, name)).as(name).isEmpty();
        }
        assertThat(targets.find(fixture.other, "m:1")).isEmpty();
        assertThat(targets.find(fixture.other, "m:live")).isEmpty();
    }
}
