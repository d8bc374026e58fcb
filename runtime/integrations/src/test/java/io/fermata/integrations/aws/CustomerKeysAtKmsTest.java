// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.integrations.IntegrationsFixture;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.KmsRefusedException;
import io.fermata.tenancy.keys.RootKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The way of customers' data keys from a tenant's AWS access through KMS's protocol to sealed bytes and back.
class CustomerKeysAtKmsTest {

    private static final byte[] PLAIN = "canary".getBytes(StandardCharsets.UTF_8);
    private static final String KMS_KEY = "arn:aws:kms:eu-central-1:111111111111:key/one";
    private static final CustomerKey KEY = new CustomerKey(KMS_KEY, Duration.ofSeconds(60),
            "arn:aws:states:us-east-1:111111111111:stateMachine:m");

    private static FakeKms kms;
    private static IntegrationsFixture fixture;
    private static KeyRing ring;
    private static TenantId tenant;

    @BeforeAll
    static void start() throws IOException {
        kms = new FakeKms();
        fixture = new IntegrationsFixture(CustomerKeysAtKmsTest.class, "fermata.bootstrap.account-id=111111111111",
                "fermata.bootstrap.access-key-id=AKIATEST", "fermata.bootstrap.secret-access-key=secret",
                "fermata.bootstrap.aws-endpoint-url=" + kms.address());
        ring = fixture.get(KeyRing.class);
        tenant = fixture.acme.id();
    }

    @AfterAll
    static void stop() {
        fixture.close();
        kms.close();
    }

    @AfterEach
    void giveBack() {
        kms.keys.allow(KMS_KEY);
        // the next test has a data key of its own
        fixture.clock().advance(Duration.ofSeconds(100));
    }

    private static byte[] sealed() {
        return ring.seal(ring.sealerWhenThere(tenant, KEY), "place", PLAIN);
    }

    /// A ring as a node that was just started has it.
    private static KeyRing restarted() {
        var other = new KeyRing(fixture.get(RootKey.class), fixture.get(JdbcClient.class),
                fixture.get(InstantSource.class));
        other.useKms(fixture.get(AwsKms.class));
        return other;
    }

    @Test
    void whatIsSealedUnderAKeyOfKmsOpensOnAnotherNode() {
        var sealed = sealed();
        var other = restarted();

        assertThat(other.whenThere(() -> other.open(tenant, "place", sealed))).isEqualTo(PLAIN);
    }

    @Test
    void kmsOpensADataKeyForItsOwnResourceAlone() {
        var sealed = sealed();
        fixture.get(JdbcClient.class)
                .sql("UPDATE tenant_key SET resource_arn = 'arn:other' WHERE tenant_id = ? AND number = ?")
                .param(tenant.value()).param(KeyRing.number(sealed)).update();
        var other = restarted();

        assertThatThrownBy(() -> other.whenThere(() -> other.open(tenant, "place", sealed)))
                .isInstanceOf(KmsRefusedException.class).hasMessageContaining("context");
    }

    @Test
    void aKeyThatIsTakenAwayOrDisabledOpensNothing() {
        var sealed = sealed();
        kms.keys.deny(KMS_KEY);
        var denied = restarted();
        assertThatThrownBy(() -> denied.whenThere(() -> denied.open(tenant, "place", sealed)))
                .isInstanceOfSatisfying(KmsRefusedException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(KmsRefusedException.Kind.ACCESS_DENIED));

        kms.keys.disable(KMS_KEY);
        var disabled = restarted();
        assertThatThrownBy(() -> disabled.whenThere(() -> disabled.open(tenant, "place", sealed)))
                .isInstanceOfSatisfying(KmsRefusedException.class,
                        refusal -> assertThat(refusal.keyState()).isEqualTo("DISABLED"));
    }
}
