// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.TenancyFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyRingTest {

    private static final byte[] PLAIN = "canary".getBytes(StandardCharsets.UTF_8);

    private TenancyFixture fixture;
    private KeyRing ring;
    private Tenant acme;
    private Tenant other;

    @BeforeAll
    void start() {
        fixture = new TenancyFixture(KeyRingTest.class);
        ring = fixture.get(KeyRing.class);
        acme = fixture.tenant("111111111111", "acme");
        other = fixture.tenant("222222222222", "other");
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void whatWasSealedOpensAgain() {
        byte[] sealed = ring.seal(acme.id(), "place", PLAIN);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
        assertThat(ring.open(acme.id(), "place", sealed)).isEqualTo(PLAIN);
        assertThat(ring.open(acme.id(), "place", ring.seal(acme.id(), "place", new byte[0]))).isEmpty();
    }

    @Test
    void anotherNodeWithTheSameRootKeyOpensToo() {
        byte[] sealed = ring.seal(acme.id(), "place", PLAIN);
        KeyRing second = new KeyRing(fixture.get(RootKey.class), JdbcClient.create(fixture.database()));

        assertThat(second.open(acme.id(), "place", sealed)).isEqualTo(PLAIN);
    }

    @Test
    void neitherAnotherTenantNorAnotherPlaceOpensIt() {
        byte[] sealed = ring.seal(acme.id(), "place", PLAIN);

        assertThatThrownBy(() -> ring.open(other.id(), "place", sealed)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ring.open(acme.id(), "elsewhere", sealed))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangedByteIsNoticedWhereverItIs() {
        byte[] sealed = ring.seal(acme.id(), "place", PLAIN);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;

            assertThatThrownBy(() -> ring.open(acme.id(), "place", changed)).as("byte %d", i)
                    .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
        }
    }

    @Test
    void theSameTextIsSealedDifferentlyEachTime() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            seen.add(Base64.getEncoder().encodeToString(ring.seal(acme.id(), "place", PLAIN)));
        }

        assertThat(seen).hasSize(1_000);
    }

    @Test
    void aMacIsTheSameForEverAndDiffersByTenantAndPurpose() {
        KeyRing second = new KeyRing(fixture.get(RootKey.class), JdbcClient.create(fixture.database()));

        assertThat(ring.mac(acme.id(), "token", PLAIN)).hasSize(32).isEqualTo(second.mac(acme.id(), "token", PLAIN))
                .isNotEqualTo(ring.mac(other.id(), "token", PLAIN)).isNotEqualTo(ring.mac(acme.id(), "other", PLAIN));
    }

    @Test
    void aNodeWithAnotherRootKeyRefusesToStart() {
        RootKey wrong = RootKey.parse(Base64.getEncoder().encodeToString(new byte[32]));

        assertThatThrownBy(() -> wrong.check(JdbcClient.create(fixture.database()), InstantSource.system()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fermata.root-key");
    }

    @Test
    void theRootKeyIsMadeOnceAndPrivate(@TempDir Path directory) throws Exception {
        RootKey.of(Optional.empty(), directory);
        String first = Files.readString(directory.resolve("root-key"));
        RootKey.of(Optional.empty(), directory);

        assertThat(Files.readString(directory.resolve("root-key"))).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("root-key"))))
                .isEqualTo("rw-------");
        assertThat(Files.list(directory)).hasSize(1);
    }

    @Test
    void aBadRootKeyIsNamedAndNotRepeated() {
        assertThatThrownBy(() -> RootKey.parse("geheim!")).hasMessageContaining("not Base64")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> RootKey.parse("c2hvcnQ=")).hasMessageContaining("exactly 32 bytes, but 5");
    }
}
