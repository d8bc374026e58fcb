// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.TenancyFixture;
import io.fermata.tenancy.keys.testing.MemoryKms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Data keys under KMS keys of customers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomerKeysTest {

    private static final byte[] PLAIN = "canary".getBytes(StandardCharsets.UTF_8);
    private static final String ALIAS = "arn:aws:kms:us-east-1:111111111111:key/one";
    private static final String MACHINE = "arn:aws:states:us-east-1:111111111111:stateMachine:m";
    private static final CustomerKey KEY = new CustomerKey(ALIAS, Duration.ofSeconds(300), MACHINE);

    private TenancyFixture fixture;
    private JdbcClient jdbc;
    private MemoryKms kms;
    private KeyRing ring;
    private Tenant acme;
    private Tenant other;

    @BeforeAll
    void start() {
        fixture = new TenancyFixture(CustomerKeysTest.class);
        jdbc = JdbcClient.create(fixture.database());
        acme = fixture.tenant("111111111111", "acme");
        other = fixture.tenant("222222222222", "other");
    }

    @BeforeEach
    void fresh() {
        kms = new MemoryKms();
        ring = ring();
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    private KeyRing ring() {
        var made = new KeyRing(fixture.get(RootKey.class), jdbc, fixture.clock());
        made.useKms(kms);
        return made;
    }

    private byte[] sealed() {
        return ring.seal(ring.sealerWhenThere(acme.id(), KEY), "place", PLAIN);
    }

    @Test
    void whatWasSealedOpensAgainAndNothingOfItShows() {
        var sealed = sealed();

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
        assertThat(KeyRing.number(sealed)).isNegative();
        assertThat(ring.open(acme.id(), "place", sealed)).isEqualTo(PLAIN);
    }

    @Test
    void aKeyThatIsNotInMemoryIsAnExceptionAndKmsIsNotAsked() {
        assertThatThrownBy(() -> ring.sealer(acme.id(), KEY)).isInstanceOf(KeyAbsentException.class);
        var sealed = sealed();
        var restarted = ring();

        assertThatThrownBy(() -> restarted.open(acme.id(), "place", sealed)).isInstanceOf(KeyAbsentException.class);
        assertThat(kms.decrypted()).isZero();
        assertThat(restarted.whenThere(() -> restarted.open(acme.id(), "place", sealed))).isEqualTo(PLAIN);
        assertThat(kms.decrypted()).isOne();
    }

    @Test
    void oneDataKeySealsForThePeriodAndThenAnotherOneDoes() {
        int first = KeyRing.number(sealed());
        fixture.clock().advance(Duration.ofSeconds(299));
        assertThat(KeyRing.number(sealed())).isEqualTo(first);
        assertThat(kms.generated()).isOne();

        fixture.clock().advance(Duration.ofSeconds(2));

        assertThat(KeyRing.number(sealed())).isLessThan(first);
        assertThat(kms.generated()).isEqualTo(2);
    }

    @Test
    void theKeyTakenAwayTakesTheDataAwayOnceThePeriodIsOver() {
        var sealed = sealed();
        kms.deny(ALIAS);
        assertThat(ring.open(acme.id(), "place", sealed)).isEqualTo(PLAIN);

        fixture.clock().advance(Duration.ofSeconds(301));

        assertThatThrownBy(() -> ring.open(acme.id(), "place", sealed)).isInstanceOf(KeyAbsentException.class);
        assertThatThrownBy(() -> ring.check(acme.id(), KeyRing.number(sealed))).isInstanceOf(KeyAbsentException.class);
        assertThatThrownBy(() -> ring.whenThere(() -> ring.open(acme.id(), "place", sealed)))
                .isInstanceOf(KmsRefusedException.class);
        kms.allow(ALIAS);
        fixture.clock().advance(Duration.ofSeconds(2));
        assertThat(ring.whenThere(() -> ring.open(acme.id(), "place", sealed))).isEqualTo(PLAIN);
    }

    @Test
    void aRefusalIsRepeatedForASecondWithoutAskingAgain() {
        kms.deny(ALIAS);
        assertThatThrownBy(() -> ring.sealerWhenThere(acme.id(), KEY)).isInstanceOf(KmsRefusedException.class);
        kms.allow(ALIAS);

        assertThatThrownBy(() -> ring.sealerWhenThere(acme.id(), KEY)).isInstanceOf(KmsRefusedException.class);
        fixture.clock().advance(Duration.ofSeconds(1));
        assertThat(ring.sealerWhenThere(acme.id(), KEY)).isNotNull();
    }

    @Test
    void neitherTheDatabaseNorTheRootKeyOpensItWithoutKms() {
        var sealed = sealed();
        kms.deny(ALIAS);

        var thief = ring();

        assertThatThrownBy(() -> thief.whenThere(() -> thief.open(acme.id(), "place", sealed)))
                .isInstanceOf(KmsRefusedException.class);
    }

    @Test
    void aRowCopiedToAnotherTenantOpensNothingThere() {
        var sealed = sealed();
        assertThatThrownBy(() -> ring.whenThere(() -> ring.open(other.id(), "place", sealed)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("no data key");

        jdbc.sql("""
                INSERT INTO tenant_key (tenant_id, number, wrapped, created_at, kms_key, resource_arn, reuse_seconds)
                SELECT ?, number, wrapped, created_at, kms_key, resource_arn, reuse_seconds FROM tenant_key
                WHERE tenant_id = ? AND number = ?""").param(other.id().value()).param(acme.id().value())
                .param(KeyRing.number(sealed)).update();

        assertThatThrownBy(() -> ring.whenThere(() -> ring.open(other.id(), "place", sealed)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRowThatNamesAnotherResourceIsRefusedByKms() {
        var sealed = sealed();
        jdbc.sql("UPDATE tenant_key SET resource_arn = 'another' WHERE tenant_id = ? AND number = ?")
                .param(acme.id().value()).param(KeyRing.number(sealed)).update();

        var restarted = ring();

        assertThatThrownBy(() -> restarted.whenThere(() -> restarted.open(acme.id(), "place", sealed)))
                .isInstanceOf(KmsRefusedException.class).hasMessageContaining("context");
    }

    @Test
    void aDataKeyStaysWhenTheCallersTransactionIsRolledBack() {
        var wired = fixture.get(KeyRing.class);
        wired.useKms(kms);
        var key = new CustomerKey(ALIAS, Duration.ofSeconds(300), MACHINE + "-rolled-back");

        fixture.get(TransactionOperations.class).executeWithoutResult(status -> {
            wired.sealerWhenThere(acme.id(), key);
            status.setRollbackOnly();
        });

        var sealed = wired.seal(wired.sealer(acme.id(), key), "place", PLAIN);
        assertThat(ring.whenThere(() -> ring.open(acme.id(), "place", sealed))).isEqualTo(PLAIN);
    }

    @Test
    void theTenantsOwnSealingStaysWithItsOwnKey() {
        sealed();

        var own = ring().seal(acme.id(), "place", PLAIN);

        assertThat(KeyRing.number(own)).isPositive();
        assertThat(ring.open(acme.id(), "place", own)).isEqualTo(PLAIN);
    }

    @Test
    void theContextNamesWhatTheKeyIsFor() {
        assertThat(KEY.encryptionContext()).containsExactly(Map.entry("aws:states:stateMachineArn", MACHINE));
        assertThat(new CustomerKey(ALIAS, Duration.ofSeconds(60), "arn:aws:states:us-east-1:1:activity:a")
                .encryptionContext()).containsKey("aws:states:activityArn");
    }

    @Test
    void noKeyIsPrinted() {
        var generated = kms.generate(acme.id(), ALIAS, KEY.encryptionContext());
        assertThat(generated.toString()).isEqualTo("data key under " + ALIAS);
        assertThat(ring.sealerWhenThere(acme.id(), KEY).toString()).matches("data key -\\d+ of tenant .*");
    }
}
