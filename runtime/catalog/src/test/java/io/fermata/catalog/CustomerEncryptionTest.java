// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.catalog.StateMachineAnswer.AlreadyExists;
import io.fermata.catalog.StateMachineAnswer.Stored;
import io.fermata.language.MachineType;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.KeyAbsentException;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Definitions and activities under KMS keys of customers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomerEncryptionTest {

    private static final String CANARY = "{\"Comment\":\"canary\",\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}";
    private static final String KEY = "arn:aws:kms:us-east-1:111111111111:key/one";
    private static final String OTHER_KEY = "arn:aws:kms:us-east-1:111111111111:key/two";

    private CatalogFixture catalog;

    @BeforeAll
    void start() {
        catalog = new CatalogFixture(CustomerEncryptionTest.class);
    }

    @AfterAll
    void stop() {
        catalog.close();
    }

    @AfterEach
    void giveBack() {
        catalog.kms.allow(KEY);
        catalog.kms.allow(OTHER_KEY);
        catalog.now.updateAndGet(now -> now.plusSeconds(1_000));
    }

    private static Encryption under(String kmsKey, String name) {
        return new Encryption.Customer(new CustomerKey(kmsKey, Duration.ofSeconds(300),
                "arn:aws:states:us-east-1:111111111111:stateMachine:" + name));
    }

    private static NewStateMachine asked(String name, String definition, Encryption encryption) {
        return new NewStateMachine(name, MachineType.STANDARD, definition, "arn:aws:iam::1:role/r", "{}", "{}",
                Map.of(), Optional.empty(), encryption);
    }

    private StateMachine create(String name, String kmsKey) {
        return ((Stored) catalog.machines.create(catalog.acme, asked(name, CANARY, under(kmsKey, name)))).machine();
    }

    private static StateMachineChange to(Encryption encryption) {
        return new StateMachineChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(encryption));
    }

    private void takeAway(String kmsKey) {
        catalog.kms.deny(kmsKey);
        catalog.now.updateAndGet(now -> now.plusSeconds(1_000));
    }

    private String row(Revision revision) {
        return catalog.jdbc.sql("SELECT definition, sealed_definition FROM revision WHERE tenant_id = ? AND id = ?")
                .param(catalog.acme.value()).param(revision.id())
                .query((row, _) -> row.getString(1) + new String(row.getBytes(2), StandardCharsets.ISO_8859_1))
                .single();
    }

    @Test
    void aDefinitionIsSealedAndOpensAgain() {
        var machine = create("sealed", KEY);

        assertThat(machine.revision().encryption()).isEqualTo(under(KEY, "sealed"));
        assertThat(row(machine.revision())).doesNotContain("canary");
        assertThat(catalog.machines.definition(machine.revision())).isEqualTo(CANARY);
        assertThat(catalog.definitions.find(catalog.acme, machine.revision().id())).isPresent();
        assertThatThrownBy(machine.revision()::definition).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKeyThatKmsRefusesStoresNothing() {
        catalog.kms.deny(KEY);

        assertThatThrownBy(() -> create("refused", KEY)).isInstanceOf(KmsRefusedException.class);

        assertThat(catalog.machines.find(catalog.acme, "refused")).isEmpty();
    }

    @Test
    void whatIsKnownOfADefinitionIsForgottenWithItsKey() {
        var machine = create("forgotten", KEY);
        assertThat(catalog.definitions.find(catalog.acme, machine.revision().id())).isPresent();

        takeAway(KEY);

        assertThatThrownBy(() -> catalog.definitions.find(catalog.acme, machine.revision().id()))
                .isInstanceOf(KeyAbsentException.class);
        assertThatThrownBy(() -> catalog.definitions.findWhenThere(catalog.acme, machine.revision().id()))
                .isInstanceOf(KmsRefusedException.class);
        assertThatThrownBy(() -> catalog.machines.definition(machine.revision()))
                .isInstanceOf(KmsRefusedException.class);
        assertThat(catalog.machines.find(catalog.acme, "forgotten")).map(StateMachine::status)
                .contains(StateMachine.Status.ACTIVE);
    }

    @Test
    void anotherKeyMakesARevisionUnderItAndTheOldOneKeepsIts() {
        var first = create("moved", KEY).revision();

        var changed = ((Stored) catalog.machines.update(catalog.acme, "moved", to(under(OTHER_KEY, "moved"))))
                .machine().revision();

        assertThat(changed.number()).isEqualTo(2);
        assertThat(changed.encryption()).isEqualTo(under(OTHER_KEY, "moved"));
        assertThat(changed.roleArn()).isEqualTo(first.roleArn());
        takeAway(KEY);
        assertThat(catalog.machines.definition(changed)).isEqualTo(CANARY);
        assertThatThrownBy(() -> catalog.machines.definition(first)).isInstanceOf(KmsRefusedException.class);
    }

    @Test
    void theSameKeyAgainChangesNothing() {
        create("same", KEY);

        var again = ((Stored) catalog.machines.update(catalog.acme, "same", to(under(KEY, "same")))).machine();

        assertThat(again.revision().number()).isEqualTo(1);
    }

    @Test
    void withoutAKeyTheDefinitionIsOpenAgain() {
        create("opened", KEY);

        var opened = ((Stored) catalog.machines.update(catalog.acme, "opened", to(Encryption.OWNED))).machine();

        assertThat(opened.revision().definition()).isEqualTo(CANARY);
    }

    @Test
    void aChangeThatNeedsARefusedKeyChangesNothing() {
        create("kept", KEY);
        takeAway(KEY);

        assertThatThrownBy(() -> catalog.machines.update(catalog.acme, "kept", to(under(OTHER_KEY, "kept"))))
                .isInstanceOf(KmsRefusedException.class);

        assertThat(catalog.machines.find(catalog.acme, "kept")).map(machine -> machine.revision().number())
                .contains(1);
    }

    @Test
    void theSameMachineUnderAnotherKeyIsAnother() {
        create("taken", KEY);

        assertThat(catalog.machines.create(catalog.acme, asked("taken", CANARY, under(KEY, "taken"))))
                .isInstanceOf(Stored.class);
        assertThat(catalog.machines.create(catalog.acme, asked("taken", CANARY, Encryption.OWNED)))
                .isInstanceOf(AlreadyExists.class);
    }

    @Test
    void aSealedDefinitionDoesNotOpenInAnotherRevision() {
        var one = create("one", KEY).revision();
        var two = create("two", KEY).revision();
        catalog.jdbc.sql("UPDATE revision SET sealed_definition = ? WHERE tenant_id = ? AND id = ?")
                .param(one.sealedDefinition()).param(catalog.acme.value()).param(two.id()).update();

        assertThatThrownBy(() -> catalog.definitions.findWhenThere(catalog.acme, two.id()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aVersionShowsTheKeyOfItsRevision() {
        create("versioned", KEY);

        var published = (Versions.Published) catalog.versions.publish(catalog.acme, "versioned", Optional.empty(), "");

        assertThat(published.version().revision().encryption()).isEqualTo(under(KEY, "versioned"));
        assertThat(catalog.machines.definition(published.version().revision())).isEqualTo(CANARY);
    }

    @Test
    void anActivityKeepsTheKeyThatItWasMadeWith() {
        var key = new Encryption.Customer(new CustomerKey(KEY, Duration.ofSeconds(60),
                "arn:aws:states:us-east-1:111111111111:activity:a"));

        assertThat(catalog.activities.create(catalog.acme, "a", Map.of(), Optional.of(key)))
                .isInstanceOf(Activities.Stored.class);

        assertThat(catalog.activities.find(catalog.acme, "a").orElseThrow().encryption()).isEqualTo(key);
        assertThat(catalog.activities.create(catalog.acme, "a", Map.of(), Optional.of(key)))
                .isInstanceOf(Activities.Stored.class);
        assertThat(catalog.activities.create(catalog.acme, "a", Map.of())).isInstanceOf(Activities.Stored.class);
        assertThat(catalog.activities.create(catalog.acme, "a", Map.of(), Optional.of(Encryption.OWNED)))
                .isInstanceOf(Activities.OtherEncryption.class);
        catalog.kms.deny(OTHER_KEY);
        assertThatThrownBy(() -> catalog.activities.create(catalog.acme, "b", Map.of(),
                Optional.of(new Encryption.Customer(new CustomerKey(OTHER_KEY, Duration.ofSeconds(60), "arn:b")))))
                .isInstanceOf(KmsRefusedException.class);
        assertThat(catalog.activities.find(catalog.acme, "b")).isEmpty();
    }
}
