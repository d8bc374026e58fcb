// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.tenancy.Members.Change;
import io.fermata.tenancy.Users.Registered;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembersTest {

    private TenancyFixture fixture;
    private Members members;
    private Tenant acme;
    private Tenant other;
    private long ada;
    private long bob;

    @BeforeAll
    void start() {
        fixture = new TenancyFixture(MembersTest.class);
        members = fixture.get(Members.class);
        acme = fixture.tenant("111111111111", "acme");
        other = fixture.tenant("222222222222", "other");
        ada = register("ada@example.org");
        bob = register("bob@example.org");
        members.put(acme.id(), ada, Role.ADMIN);
        members.put(other.id(), bob, Role.ADMIN);
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aTenantSeesItsOwnMembersOnly() {
        assertThat(members.list(acme.id())).extracting(Membership::email).contains("ada@example.org");
        assertThat(members.list(other.id())).extracting(Membership::email).containsExactly("bob@example.org");
        assertThat(members.find(other.id(), ada)).isEmpty();
    }

    @Test
    void theLastAdminStays() {
        assertThat(members.remove(other.id(), bob)).isEqualTo(Change.LAST_ADMIN);
        assertThat(members.put(other.id(), bob, Role.VIEWER)).isEqualTo(Change.LAST_ADMIN);
    }

    @Test
    void aRoleChangesAndAMembershipEnds() {
        long carl = register("carl@example.org");
        members.put(acme.id(), carl, Role.VIEWER);

        assertThat(members.put(acme.id(), carl, Role.AUTHOR)).isEqualTo(Change.DONE);
        assertThat(members.find(acme.id(), carl))
                .hasValueSatisfying(member -> assertThat(member.role()).isEqualTo(Role.AUTHOR));
        assertThat(members.remove(acme.id(), carl)).isEqualTo(Change.DONE);
        assertThat(members.remove(acme.id(), carl)).isEqualTo(Change.NOT_A_MEMBER);
    }

    @Test
    void aPersonChoosesAmongTheirTenants() {
        long dora = register("dora@example.org");
        members.put(other.id(), dora, Role.VIEWER);
        members.put(acme.id(), dora, Role.VIEWER);

        assertThat(members.tenantsOf(dora)).extracting(Tenant::slug).containsExactly("acme", "other");
    }

    @Test
    void aTransactionBegunForOneTenantRefusesAnother() {
        TenantSessions sessions = fixture.get(TenantSessions.class);

        assertThatThrownBy(() -> sessions.in(acme.id(), _ -> members.list(other.id())))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("cannot work on tenant");
    }

    @Test
    void accountIdsAndSlugsAreUnique() {
        assertThat(fixture.get(Tenants.class).create("111111111111", "new", "New")).isInstanceOf(Tenants.Taken.class);
        assertThat(fixture.get(Tenants.class).create("333333333333", "acme", "New")).isInstanceOf(Tenants.Taken.class);
        assertThatThrownBy(() -> fixture.get(Tenants.class).create("1", "new", "New"))
                .hasMessageContaining("12 digits");
    }

    @Test
    void aTenantIsFoundByEachOfItsNames() {
        Tenants tenants = fixture.get(Tenants.class);

        assertThat(tenants.byId(acme.id())).contains(acme);
        assertThat(tenants.byAccountId("111111111111")).contains(acme);
        assertThat(tenants.bySlug("acme")).contains(acme);
        assertThat(tenants.bySlug("ACME")).isEmpty();
    }

    private long register(String email) {
        return ((Registered) fixture.get(Users.class).create(email, email, "correct horse battery")).user().id();
    }
}
