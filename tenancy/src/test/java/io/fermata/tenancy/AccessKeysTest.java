// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessKeysTest {

    private TenancyFixture fixture;
    private AccessKeys keys;
    private Tenant acme;
    private Tenant other;

    @BeforeAll
    void start() {
        fixture = new TenancyFixture(AccessKeysTest.class);
        keys = fixture.get(AccessKeys.class);
        acme = fixture.tenant("111111111111", "acme");
        other = fixture.tenant("222222222222", "other");
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aKeyLeadsToItsTenantAndSecret() {
        AccessKey made = keys.create(acme, "ci", Role.OPERATOR);

        assertThat(made.accessKeyId()).matches("FRMA[A-Z2-7]{16}");
        assertThat(made.secret()).hasSize(40);
        assertThat(keys.find(made.accessKeyId())).contains(made);
    }

    @Test
    void theSecretIsNotInTheTable() {
        AccessKey made = keys.create(acme, "GIVENKEY", "given-secret", "boot", Role.ADMIN);

        byte[] stored = JdbcClient.create(fixture.database())
                .sql("SELECT secret FROM access_key WHERE access_key_id = 'GIVENKEY'").query(byte[].class).single();

        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("given-secret");
        assertThat(made.toString()).doesNotContain("given-secret");
    }

    @Test
    void aDisabledKeyIsNotFound() {
        AccessKey made = keys.create(acme, "old", Role.VIEWER);
        keys.find(made.accessKeyId());

        assertThat(keys.disable(acme.id(), made.accessKeyId())).isTrue();
        assertThat(keys.find(made.accessKeyId())).isEmpty();
        assertThat(keys.list(acme.id())).filteredOn(key -> key.accessKeyId().equals(made.accessKeyId())).singleElement()
                .satisfies(key -> assertThat(key.enabled()).isFalse());
    }

    @Test
    void aTenantCannotDisableOrSeeAnothersKey() {
        AccessKey made = keys.create(acme, "mine", Role.VIEWER);

        assertThat(keys.disable(other.id(), made.accessKeyId())).isFalse();
        assertThat(keys.list(other.id())).isEmpty();
        assertThat(keys.find(made.accessKeyId())).isPresent();
    }

    @Test
    void refusesAnIdThatIsTaken() {
        keys.create(acme, "TAKENKEY", "s", "a", Role.VIEWER);

        assertThatThrownBy(() -> keys.create(other, "TAKENKEY", "s", "b", Role.VIEWER))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void aKeyDecidesNoApproval() {
        Principal principal = keys.create(acme, "all", Role.ADMIN).principal();

        assertThat(principal.may(Permission.EXECUTION_START)).isTrue();
        assertThat(principal.may(Permission.APPROVAL_DECIDE)).isFalse();
        assertThat(principal.may(Permission.KEY_WRITE)).isFalse();
    }
}
