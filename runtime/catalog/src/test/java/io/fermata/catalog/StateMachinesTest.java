// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.catalog.StateMachineAnswer.AlreadyExists;
import io.fermata.catalog.StateMachineAnswer.Deleting;
import io.fermata.catalog.StateMachineAnswer.InvalidDefinition;
import io.fermata.catalog.StateMachineAnswer.InvalidName;
import io.fermata.catalog.StateMachineAnswer.InvalidTags;
import io.fermata.catalog.StateMachineAnswer.NotFound;
import io.fermata.catalog.StateMachineAnswer.NothingAsked;
import io.fermata.catalog.StateMachineAnswer.Stored;
import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateMachinesTest {

    static final String PASS = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
    static final String SUCCEED = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}";

    private CatalogFixture fixture;
    private StateMachines machines;

    @BeforeAll
    void start() {
        fixture = new CatalogFixture(StateMachinesTest.class);
        machines = fixture.machines;
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aNewMachineHasAFirstRevisionWithoutIdentifier() {
        StateMachine machine = stored(machines.create(fixture.acme, asked("first")));

        assertThat(machine.status()).isEqualTo(StateMachine.Status.ACTIVE);
        assertThat(machine.createdAt()).isEqualTo(fixture.clock.instant());
        assertThat(machine.revision().number()).isOne();
        assertThat(machine.revision().uuid()).isEmpty();
        assertThat(machine.revision().definition()).isEqualTo(PASS);
        assertThat(machines.find(fixture.acme, "first")).contains(machine);
    }

    @Test
    void theSameRequestAgainFindsTheFirstOneWhateverRoleAndTags() {
        StateMachine machine = stored(machines.create(fixture.acme, asked("again")));

        NewStateMachine repeated = new NewStateMachine("again", MachineType.STANDARD, PASS, "arn:aws:iam::1:role/other",
                "{}", "{}", Map.of("k", "v"));

        assertThat(machines.create(fixture.acme, repeated)).isEqualTo(new Stored(machine, List.of()));
        assertThat(fixture.tags.list(fixture.acme, new TagOwner.OfStateMachine(machine.id()))).isEmpty();
    }

    @Test
    void anotherTextOrTypeOrLoggingIsAConflict() {
        machines.create(fixture.acme, asked("taken"));

        for (NewStateMachine different : List.of(
                new NewStateMachine("taken", MachineType.STANDARD, PASS + " ", "r", "{}", "{}", Map.of()),
                new NewStateMachine("taken", MachineType.EXPRESS, PASS, "r", "{}", "{}", Map.of()),
                new NewStateMachine("taken", MachineType.STANDARD, PASS, "r", "{\"level\":\"ALL\"}", "{}", Map.of()),
                new NewStateMachine("taken", MachineType.STANDARD, PASS, "r", "{}", "{\"enabled\":true}", Map.of()))) {
            assertThat(machines.create(fixture.acme, different)).isInstanceOf(AlreadyExists.class);
        }
    }

    @Test
    void namesDifferByCaseAndTenant() {
        machines.create(fixture.acme, asked("case"));

        assertThat(machines.find(fixture.acme, "Case")).isEmpty();
        assertThat(machines.find(fixture.other, "case")).isEmpty();
        assertThat(stored(machines.create(fixture.acme, asked("CASE"))).name()).isEqualTo("CASE");
    }

    @Test
    void refusesWhatIsInvalid() {
        assertThat(machines.create(fixture.acme, asked("a b"))).isEqualTo(new InvalidName("a b"));
        assertThat(machines.create(fixture.acme,
                new NewStateMachine("bad", MachineType.STANDARD, "{}", "r", "{}", "{}", Map.of())))
                .isInstanceOf(InvalidDefinition.class);
        assertThat(machines.create(fixture.acme,
                new NewStateMachine("bad", MachineType.STANDARD, PASS, "r", "{}", "{}", Map.of("aws:x", "v"))))
                .isInstanceOf(InvalidTags.class);
        assertThat(machines.find(fixture.acme, "bad")).isEmpty();
    }

    @Test
    void aChangeMakesARevisionAndTheSameContentDoesNot() {
        Revision first = stored(machines.create(fixture.acme, asked("grow"))).revision();

        StateMachine changed = stored(machines.update(fixture.acme, "grow", definition(SUCCEED)));
        StateMachine same = stored(machines.update(fixture.acme, "grow", definition(SUCCEED)));

        assertThat(changed.revision().number()).isEqualTo(2);
        assertThat(changed.revision().uuid()).isPresent();
        assertThat(same).isEqualTo(changed);
        assertThat(machines.revision(fixture.acme, first.id())).contains(first);
        assertThat(machines.revision(fixture.other, first.id())).isEmpty();
    }

    @Test
    void aChangeOfTheRoleOnlyKeepsTheDefinition() {
        machines.create(fixture.acme, asked("role"));

        StateMachine changed = stored(machines.update(fixture.acme, "role",
                new StateMachineChange(Optional.empty(), Optional.of("arn:new"), Optional.empty(), Optional.empty())));

        assertThat(changed.revision().roleArn()).isEqualTo("arn:new");
        assertThat(changed.revision().definition()).isEqualTo(PASS);
    }

    @Test
    void updateTellsWhatIsWrong() {
        machines.create(fixture.acme, asked("wrong"));

        assertThat(machines.update(fixture.acme, "wrong",
                new StateMachineChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())))
                .isEqualTo(new NothingAsked());
        assertThat(machines.update(fixture.acme, "missing", definition(PASS))).isEqualTo(new NotFound());
        assertThat(machines.update(fixture.other, "wrong", definition(SUCCEED))).isEqualTo(new NotFound());
        assertThat(machines.update(fixture.acme, "wrong", definition("{"))).isInstanceOf(InvalidDefinition.class);
    }

    @Test
    void aDeletedMachineGivesItsNameBackWhenItIsBuried() {
        StateMachine machine = stored(machines.create(fixture.acme, asked("gone")));

        assertThat(machines.delete(fixture.other, "gone")).isFalse();
        assertThat(machines.delete(fixture.acme, "gone")).isTrue();
        assertThat(machines.create(fixture.acme, asked("gone"))).isInstanceOf(Deleting.class);
        assertThat(machines.update(fixture.acme, "gone", definition(SUCCEED))).isInstanceOf(Deleting.class);
        assertThat(machines.deleting(100)).extracting(StateMachine::id).contains(machine.id());

        assertThat(machines.bury(fixture.acme, machine.id())).isTrue();

        assertThat(machines.find(fixture.acme, "gone")).isEmpty();
        assertThat(machines.byId(fixture.acme, machine.id()))
                .hasValueSatisfying(tombstone -> assertThat(tombstone.status()).isEqualTo(StateMachine.Status.DELETED));
        assertThat(stored(machines.create(fixture.acme, asked("gone"))).id()).isNotEqualTo(machine.id());
        assertThat(machines.delete(fixture.acme, "never-there")).isFalse();
    }

    @Test
    void listsByCodePointInPages() {
        TenantId tenant = fixture.other;
        for (String name : List.of("x_2_", "x_10_", "x_1_", "X", "é", "x_12_", "\uD83D\uDE00", "x_0_")) {
            machines.create(tenant, asked(name));
        }

        Page<StateMachine> first = machines.list(tenant, Optional.empty(), 5);
        Page<StateMachine> second = machines.list(tenant, first.next(), 3);

        assertThat(first.items()).extracting(StateMachine::name).containsExactly("X", "x_0_", "x_10_", "x_12_", "x_1_");
        assertThat(second.items()).extracting(StateMachine::name).containsExactly("x_2_", "é", "\uD83D\uDE00");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void parallelRequestsForOneNameMakeOneMachine() throws Exception {
        List<Long> ids = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<StateMachineAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(threads.submit(() -> machines.create(fixture.acme, asked("race"))));
            }
            for (Future<StateMachineAnswer> answer : answers) {
                ids.add(stored(answer.get()).id());
            }
        }

        assertThat(ids).hasSize(12).containsOnly(ids.getFirst());
    }

    @Test
    void definitionsAreParsedOnceForEachRevisionAndTenant() {
        Revision revision = stored(machines.create(fixture.acme, asked("parsed"))).revision();

        assertThat(fixture.definitions.find(fixture.acme, revision.id())).hasValueSatisfying(
                definition -> assertThat(fixture.definitions.find(fixture.acme, revision.id()))
                        .containsSame(definition));
        assertThat(fixture.definitions.find(fixture.other, revision.id())).isEmpty();
        assertThat(fixture.definitions.find(fixture.acme, Long.MAX_VALUE)).isEmpty();
    }

    static NewStateMachine asked(String name) {
        return new NewStateMachine(name, MachineType.STANDARD, PASS, "arn:aws:iam::111111111111:role/r", "{}", "{}",
                Map.of());
    }

    static StateMachineChange definition(String text) {
        return new StateMachineChange(Optional.of(text), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static StateMachine stored(StateMachineAnswer answer) {
        assertThat(answer).isInstanceOf(Stored.class);
        return ((Stored) answer).machine();
    }
}
