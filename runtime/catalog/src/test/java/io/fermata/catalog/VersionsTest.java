// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import static io.fermata.catalog.StateMachinesTest.SUCCEED;
import static io.fermata.catalog.StateMachinesTest.asked;
import static io.fermata.catalog.StateMachinesTest.definition;
import static io.fermata.catalog.StateMachinesTest.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.catalog.Routing.Route;
import io.fermata.catalog.Versions.Deleted;
import io.fermata.catalog.Versions.InUse;
import io.fermata.catalog.Versions.NoMachine;
import io.fermata.catalog.Versions.OtherRevision;
import io.fermata.catalog.Versions.Published;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionsTest {

    private CatalogFixture fixture;

    @BeforeAll
    void start() {
        fixture = new CatalogFixture(VersionsTest.class);
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void publishingAnUnchangedRevisionTwiceMakesOneVersion() {
        StateMachine machine = machine("once");

        assertThat(publish("once")).isOne();
        assertThat(publish("once")).isOne();
        assertThat(fixture.versions.list(fixture.acme, machine.id(), Integer.MAX_VALUE, 10)).hasSize(1);
    }

    @Test
    void numbersAreNeverUsedAgain() {
        StateMachine machine = machine("count");
        publish("count");
        fixture.versions.delete(fixture.acme, machine.id(), 1);

        assertThat(publish("count")).isEqualTo(2);
        assertThat(fixture.versions.find(fixture.acme, machine.id(), 1)).isEmpty();
    }

    @Test
    void listsNewestFirst() {
        StateMachine machine = machine("list");
        publish("list");
        fixture.machines.update(fixture.acme, "list", definition(SUCCEED));
        publish("list");

        assertThat(fixture.versions.list(fixture.acme, machine.id(), Integer.MAX_VALUE, 10)).extracting(Version::number)
                .containsExactly(2, 1);
        assertThat(fixture.versions.list(fixture.acme, machine.id(), 2, 10))
                .extracting(version -> version.revision().definition()).containsExactly(StateMachinesTest.PASS);
    }

    @Test
    void anotherRevisionThanExpectedIsNotPublished() {
        machine("expected");

        assertThat(fixture.versions.publish(fixture.acme, "expected", Optional.of("x"), ""))
                .isEqualTo(new OtherRevision("INITIAL"));
        assertThat(fixture.versions.publish(fixture.acme, "expected", Optional.of("INITIAL"), ""))
                .isInstanceOf(Published.class);
        assertThat(fixture.versions.publish(fixture.other, "expected", Optional.empty(), ""))
                .isEqualTo(new NoMachine());
    }

    @Test
    void aVersionWithAnAliasStays() {
        StateMachine machine = machine("used");
        publish("used");
        Routing all = new Routing(List.of(new Route(1, 100)));
        fixture.aliases.create(fixture.acme, machine.id(), "prod", "", all);

        assertThat(fixture.versions.delete(fixture.acme, machine.id(), 1)).isEqualTo(new InUse(List.of("prod")));

        fixture.aliases.delete(fixture.acme, machine.id(), "prod");

        assertThat(fixture.versions.delete(fixture.acme, machine.id(), 1)).isEqualTo(new Deleted());
        assertThat(fixture.versions.delete(fixture.acme, machine.id(), 1)).isEqualTo(new Deleted());
    }

    @Test
    void anAliasIsIdempotentAndChanges() {
        StateMachine machine = machine("alias");
        publish("alias");
        fixture.machines.update(fixture.acme, "alias", definition(SUCCEED));
        publish("alias");
        Routing one = new Routing(List.of(new Route(1, 100)));
        Routing both = new Routing(List.of(new Route(1, 90), new Route(2, 10)));

        assertThat(fixture.aliases.create(fixture.acme, machine.id(), "live", "d", one))
                .isInstanceOf(Aliases.Stored.class);
        assertThat(fixture.aliases.create(fixture.acme, machine.id(), "live", "d", one))
                .isInstanceOf(Aliases.Stored.class);
        assertThat(fixture.aliases.create(fixture.acme, machine.id(), "live", "e", one))
                .isEqualTo(new Aliases.Conflict());
        assertThat(fixture.aliases.create(fixture.acme, machine.id(), "live", "d", both))
                .isEqualTo(new Aliases.Conflict());
        assertThat(fixture.aliases.update(fixture.acme, machine.id(), "live", Optional.empty(), Optional.of(both)))
                .isInstanceOf(Aliases.Stored.class);
        assertThat(fixture.aliases.find(fixture.acme, machine.id(), "live")).hasValueSatisfying(alias -> {
            assertThat(alias.routing()).isEqualTo(both);
            assertThat(alias.description()).isEqualTo("d");
        });
        assertThat(fixture.aliases.list(fixture.acme, machine.id(), Optional.of(2), 0, 10)).hasSize(1);
        assertThat(fixture.aliases.list(fixture.other, machine.id(), Optional.empty(), 0, 10)).isEmpty();
    }

    @Test
    void anAliasNeedsAVersionAndAName() {
        StateMachine machine = machine("refused");
        Routing one = new Routing(List.of(new Route(1, 100)));

        assertThat(fixture.aliases.create(fixture.acme, machine.id(), "live", "", one))
                .isEqualTo(new Aliases.NotFound());
        assertThat(fixture.aliases.create(fixture.acme, machine.id(), "123", "", one))
                .isEqualTo(new Aliases.InvalidName("123"));
        assertThat(fixture.aliases.update(fixture.acme, machine.id(), "live", Optional.of("d"), Optional.empty()))
                .isEqualTo(new Aliases.NotFound());
        assertThat(fixture.aliases.delete(fixture.acme, machine.id(), "live")).isFalse();
    }

    @Test
    void startsAreDividedByWeight() {
        Routing both = new Routing(List.of(new Route(1, 90), new Route(2, 10)));

        assertThat(both.choose(_ -> 0)).isOne();
        assertThat(both.choose(_ -> 89)).isOne();
        assertThat(both.choose(_ -> 90)).isEqualTo(2);
        assertThatThrownBy(() -> new Routing(List.of(new Route(1, 70), new Route(2, 29))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Routing(List.of(new Route(1, 50), new Route(1, 50))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deletingTheMachineTakesVersionsAndAliases() {
        StateMachine machine = machine("all");
        publish("all");
        fixture.aliases.create(fixture.acme, machine.id(), "live", "", new Routing(List.of(new Route(1, 100))));

        fixture.machines.delete(fixture.acme, "all");

        assertThat(fixture.versions.find(fixture.acme, machine.id(), 1)).isEmpty();
        assertThat(fixture.aliases.find(fixture.acme, machine.id(), "live")).isEmpty();
    }

    private StateMachine machine(String name) {
        return stored(fixture.machines.create(fixture.acme, asked(name)));
    }

    private int publish(String name) {
        return ((Published) fixture.versions.publish(fixture.acme, name, Optional.empty(), "")).version().number();
    }
}
