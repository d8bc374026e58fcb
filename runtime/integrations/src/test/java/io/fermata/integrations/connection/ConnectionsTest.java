// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.integrations.IntegrationsFixture;
import io.fermata.integrations.connection.Connections.NewConnection;
import io.fermata.integrations.connection.Connections.Opened;
import io.fermata.tenancy.Remembered;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.keys.KeyRing;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ConnectionsTest {

    private static IntegrationsFixture fixture;
    private static Connections connections;

    @BeforeAll
    static void start() {
        fixture = new IntegrationsFixture(ConnectionsTest.class);
        connections = fixture.get(Connections.class);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void namesAConnectionAsEventBridgeDoes() {
        var created = connections.create(fixture.acme.id(), new NewConnection("crm",
                new Authorization.Basic("ada", "pass"), List.of("API.example.org"), "our CRM"));

        assertThat(created).isInstanceOfSatisfying(Connections.Created.class, made -> {
            assertThat(made.connection().arn())
                    .matches("arn:aws:events:us-east-1:111111111111:connection/crm/[0-9a-f-]{36}");
            assertThat(made.connection().hosts()).containsExactly("api.example.org");
            assertThat(connections.open(fixture.acme.id(), made.connection().arn()).orElseThrow().authorization())
                    .isEqualTo(new Authorization.Basic("ada", "pass"));
            assertThat(connections.open(fixture.other.id(), made.connection().arn())).isEmpty();
        });
        assertThat(connections.list(fixture.other.id())).isEmpty();
    }

    @Test
    void sealsWhatIsSecret() {
        connections.create(fixture.acme.id(), new NewConnection("sealed",
                new Authorization.ApiKey("X-Key", "needle-in-haystack"), List.of("a.example.org"), ""));

        var stored = fixture.get(JdbcClient.class)
                .sql("SELECT secret FROM connection WHERE tenant_id = ? AND name = 'sealed'")
                .param(fixture.acme.id().value()).query(byte[].class).single();

        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("needle");
    }

    @Test
    void aChangeIsSeenAtOnceHereAndWithinASecondOnAnotherNode() {
        var ticks = new AtomicLong();
        var elsewhere = new Connections(fixture.get(JdbcClient.class), fixture.get(KeyRing.class),
                fixture.get(Tenants.class), fixture.get(TenancySettings.class), fixture.get(InstantSource.class),
                ticks::get);
        var arn = made(connections.create(fixture.acme.id(), password("rotated", "old"))).arn();
        assertThat(elsewhere.open(fixture.acme.id(), arn)).isEqualTo(connections.open(fixture.acme.id(), arn));

        connections.update(fixture.acme.id(), password("rotated", "new"));

        assertThat(connections.open(fixture.acme.id(), arn)).map(Opened::authorization)
                .contains(new Authorization.Basic("ada", "new"));
        assertThat(elsewhere.open(fixture.acme.id(), arn)).map(Opened::authorization)
                .contains(new Authorization.Basic("ada", "old"));
        ticks.addAndGet(Remembered.STALE.toNanos());
        assertThat(elsewhere.open(fixture.acme.id(), arn)).map(Opened::authorization)
                .contains(new Authorization.Basic("ada", "new"));

        connections.delete(fixture.acme.id(), "rotated");
        assertThat(connections.open(fixture.acme.id(), arn)).isEmpty();
        var again = made(connections.create(fixture.acme.id(), password("rotated", "again"))).arn();
        assertThat(elsewhere.open(fixture.acme.id(), again)).map(Opened::authorization)
                .contains(new Authorization.Basic("ada", "again"));
        assertThat(elsewhere.open(fixture.acme.id(), arn)).isEmpty();
    }

    @Test
    void whatIsKnownOfATenantIsUnknownToAnother() {
        var arn = made(connections.create(fixture.acme.id(), password("known", "secret"))).arn();

        assertThat(connections.open(fixture.acme.id(), arn)).isPresent();
        assertThat(connections.open(fixture.other.id(), arn)).isEmpty();
    }

    private static NewConnection password(String name, String password) {
        return new NewConnection(name, new Authorization.Basic("ada", password), List.of("a.example.org"), "");
    }

    private static Connection made(Connections.Creation creation) {
        return ((Connections.Created) creation).connection();
    }

    @Test
    void refusesWhatDoesNotFitByField() {
        assertThat(unfit(new NewConnection("a b", new Authorization.None(), List.of(), ""))).isEqualTo("name");
        assertThat(unfit(new NewConnection("a", new Authorization.Basic("u", "p"), List.of(), ""))).isEqualTo("hosts");
        assertThat(unfit(new NewConnection("a", new Authorization.None(), List.of("https://x.org"), "")))
                .isEqualTo("hosts");
        assertThat(unfit(new NewConnection("a", new Authorization.Basic("u:v", "p"), List.of("x.org"), "")))
                .isEqualTo("username");
        assertThat(unfit(new NewConnection("a", new Authorization.ApiKey("X Key", "p"), List.of("x.org"), "")))
                .isEqualTo("header");
        assertThat(unfit(new NewConnection("a", new Authorization.ApiKey("X-Key", "a\r\nb"), List.of("x.org"), "")))
                .isEqualTo("value");
    }

    @Test
    void aNameIsTakenUntilItIsDeleted() {
        var asked = new NewConnection("again", new Authorization.None(), List.of(), "");
        connections.create(fixture.acme.id(), asked);

        var second = connections.create(fixture.acme.id(), asked);
        var deleted = connections.delete(fixture.acme.id(), "again");
        var third = connections.create(fixture.acme.id(), asked);

        assertThat(second).isEqualTo(new Connections.NameTaken("again"));
        assertThat(deleted).isTrue();
        assertThat(third).isInstanceOf(Connections.Created.class);
        assertThat(connections.delete(fixture.other.id(), "again")).isFalse();
    }

    private static String unfit(NewConnection asked) {
        return ((Connections.Unfit) connections.create(fixture.acme.id(), asked)).field();
    }
}
