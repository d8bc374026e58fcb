// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.integrations.IntegrationsFixture;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a tenant's calls go.
class ConfiguredAwsAccessTest {

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            aws,                    none
            http://localhost:4566,  http://localhost:4566
            """)
    void callsGoToTheServicesThemselvesOrToOneAddress(String configured, URI endpoint) {
        try (var fixture = fixture("fermata.bootstrap.aws-endpoint-url=" + configured)) {
            assertThat(fixture.get(AwsAccess.class).of(fixture.acme.id())).isInstanceOfSatisfying(
                    AwsAccess.Answer.Ready.class, ready -> {
                        assertThat(ready.endpoint()).isEqualTo(endpoint);
                        assertThat(ready.toString()).contains("AKIATEST").doesNotContain("s3cr3t");
                    });
        }
    }

    @Test
    void withoutAnAddressThereIsNoAccess() {
        try (var fixture = fixture("fermata.bootstrap.aws-endpoint-url=")) {
            assertThat(fixture.get(AwsAccess.class).of(fixture.acme.id())).isEqualTo(new AwsAccess.Answer.Missing(
                    "This tenant has no access to AWS services: fermata.bootstrap.aws-endpoint-url is not set."
                            + " AWS connections are made and changed at https://fermata.example.org/t/acme/aws-connections."));
        }
    }

    private static IntegrationsFixture fixture(String property) {
        return new IntegrationsFixture(ConfiguredAwsAccessTest.class, "fermata.bootstrap.account-id=111111111111",
                "fermata.bootstrap.access-key-id=AKIATEST", "fermata.bootstrap.secret-access-key=s3cr3t", property);
    }
}
