// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantLimitsTest {

    private TenancyFixture fixture;
    private Tenants tenants;

    @BeforeAll
    void start() {
        fixture = new TenancyFixture(TenantLimitsTest.class);
        tenants = fixture.get(Tenants.class);
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aTenantBeginsWithTheLimitsOfAws() {
        assertThat(tenants.limits(fixture.tenant("111111111111", "fresh").id())).isEqualTo(TenantLimits.AWS);
    }

    @Test
    void aChangeHoldsAtOnceAndForOneTenantAlone() {
        var changed = fixture.tenant("222222222222", "changed").id();
        var other = fixture.tenant("333333333333", "other").id();
        assertThat(tenants.limits(changed)).isEqualTo(TenantLimits.AWS);

        tenants.changeLimits(changed, TenantLimits.FERMATA);

        assertThat(tenants.limits(changed)).isEqualTo(TenantLimits.FERMATA);
        assertThat(tenants.limits(other)).isEqualTo(TenantLimits.AWS);
    }

    @Test
    void refusesATenantThatIsNotThere() {
        assertThatIllegalArgumentException().isThrownBy(() -> tenants.limits(new TenantId(987_654)));
    }
}
